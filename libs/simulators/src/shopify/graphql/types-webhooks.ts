import { gid } from '../model/ids';
import { graphqlTime } from '../model/time';
import type { Subscription } from '../model/state';
import { WEBHOOK_API_VERSION } from '../webhooks';
import type { TypeResolvers } from './context';

export const webhookTypes: TypeResolvers = {
  WebhookSubscription: {
    id: (one: Subscription) => gid('WebhookSubscription', one.id),
    legacyResourceId: (one: Subscription) => one.id,
    topic: (one: Subscription) => one.topic,
    uri: (one: Subscription) => one.uri,
    callbackUrl: (one: Subscription) => one.uri,
    endpoint: (one: Subscription) => ({ __typename: 'WebhookHttpEndpoint', callbackUrl: one.uri }),
    format: () => 'JSON',
    filter: (one: Subscription) => one.filter,
    includeFields: (one: Subscription) => one.includeFields,
    metafieldNamespaces: () => [],
    metafields: () => [],
    name: (one: Subscription) => one.name,
    apiVersion: () => ({ handle: WEBHOOK_API_VERSION, displayName: WEBHOOK_API_VERSION, supported: true }),
    createdAt: (one: Subscription) => graphqlTime(one.createdAt),
    updatedAt: (one: Subscription) => graphqlTime(one.updatedAt),
  },
};
