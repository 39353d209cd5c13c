import { gid, idOf } from '../model/ids';
import type { Subscription } from '../model/state';
import type { Context, FieldResolvers } from './context';
import { userError } from './errors';

interface SubscriptionInput {
  uri?: string | null;
  callbackUrl?: string | null;
  filter?: string | null;
  includeFields?: string[] | null;
  name?: string | null;
}

const FIELD = ['webhookSubscription', 'callbackUrl'];

export const webhookMutations: FieldResolvers = {
  webhookSubscriptionCreate: (
    _: unknown,
    { topic, webhookSubscription: input }: { topic: string; webhookSubscription: SubscriptionInput },
    { shop }: Context,
  ) => {
    const uri = input.uri ?? input.callbackUrl ?? '';
    const problem =
      addressProblem(uri, shop.options.requireHttps) ?? taken(shop.state.subscriptions, topic, uri, input);
    if (problem) return { webhookSubscription: null, userErrors: [userError(FIELD, problem)] };
    const now = shop.now();
    const made: Subscription = {
      id: shop.ids.next('WebhookSubscription'),
      topic,
      uri,
      filter: input.filter ?? null,
      includeFields: input.includeFields ?? [],
      name: input.name ?? null,
      createdAt: now,
      updatedAt: now,
    };
    shop.state.subscriptions.set(made.id, made);
    return { webhookSubscription: made, userErrors: [] };
  },
  webhookSubscriptionUpdate: (
    _: unknown,
    { id, webhookSubscription: input }: { id: string; webhookSubscription: SubscriptionInput },
    { shop }: Context,
  ) => {
    const known = shop.state.subscriptions.get(idOf('WebhookSubscription', id) ?? '');
    if (!known) return { webhookSubscription: null, userErrors: [missing()] };
    const uri = input.uri ?? input.callbackUrl ?? known.uri;
    const problem = addressProblem(uri, shop.options.requireHttps);
    if (problem) return { webhookSubscription: null, userErrors: [userError(FIELD, problem)] };
    Object.assign(known, {
      uri,
      filter: input.filter ?? known.filter,
      includeFields: input.includeFields ?? known.includeFields,
      updatedAt: shop.now(),
    });
    return { webhookSubscription: known, userErrors: [] };
  },
  webhookSubscriptionDelete: (_: unknown, { id }: { id: string }, { shop }: Context) => {
    const known = shop.state.subscriptions.get(idOf('WebhookSubscription', id) ?? '');
    if (!known) return { deletedWebhookSubscriptionId: null, userErrors: [missing()] };
    shop.state.subscriptions.delete(known.id);
    return { deletedWebhookSubscriptionId: gid('WebhookSubscription', known.id), userErrors: [] };
  },
};

const missing = () => userError(['id'], 'Webhook subscription does not exist');

function addressProblem(uri: string, requireHttps: boolean): string | undefined {
  if (uri === '') return "Address can't be blank";
  if (uri.startsWith('http://')) return requireHttps ? 'Address protocol http:// is not supported' : undefined;
  return uri.startsWith('https://') ? undefined : 'Address is invalid';
}

/** One address per topic, unless the filters differ. */
function taken(known: Map<string, Subscription>, topic: string, uri: string, input: SubscriptionInput) {
  const same = [...known.values()].some(
    (one) => one.topic === topic && one.uri === uri && one.filter === (input.filter ?? null),
  );
  return same ? 'Address for this topic has already been taken' : undefined;
}
