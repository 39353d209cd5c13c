import type { Guard } from './guard';

const poll = 'libs/gateway-kit/src/store/orders/order-poll.ts';
const sweep = 'libs/gateway-kit/src/store/watch/level-sweep.ts';
const subscriptions = 'libs/gateway-kit/src/store/watch/subscription-watch.ts';
const tillPlan = 'libs/gateway-kit/src/till/reader-plan.ts';
const pollSpec = 'libs/gateway-kit/src/store/orders/order-poll.spec.ts';
const unheard = 'apps/shopify-gateway/src/unheard.spec.ts';
const planSpec = 'libs/gateway-kit/src/till/reader-plan.spec.ts';

/** Who watches over what vendors tell by message only. */
export const watchGuards: readonly Guard[] = [
  {
    name: 'watch: lost subscriptions',
    rule: 'subscriptions that a store has removed are created again',
    file: subscriptions,
    find: '    await this.lookAtSubscriptions();\n',
    replace: '',
    tests: [unheard],
    named: 'subscriptions created again',
  },
  {
    name: 'watch: a poll that finds what nobody told',
    rule: 'subscriptions are looked for at once when a message must have been lost',
    file: poll,
    find: 'if (unseen.length > 0) this.options.onUnheard();',
    replace: '',
    tests: [pollSpec],
  },
  {
    name: 'watch: another location of the store',
    rule: 'orders are placed at the only location of a store while it has no other',
    file: subscriptions,
    find: '    await this.lookAtLocations();\n',
    replace: '',
    tests: ['apps/shopify-gateway/src/locations.spec.ts'],
  },
  {
    name: 'watch: every level is looked over',
    rule: 'a level that shows another number than it should is found though nobody told of it',
    file: sweep,
    find: 'mirror.open === null && !mirror.dirty && readDueAt === null && shownAtStore(mirror) !== shown',
    replace:
      'mirror.open === null && !mirror.dirty && readDueAt === null && shownAtStore(mirror) === null && shown === null',
    tests: [unheard],
    named: 'looked over',
  },
  {
    name: 'watch: where it stood',
    rule: 'a restart keeps looking over from no level',
    file: sweep,
    find: '(await channels.get(tx, this.channel))?.sweptTo ?? null',
    replace:
      '(await channels.get(tx, this.channel)) === null ? { externalId: this.channel, storeLocation: this.channel } : null',
    tests: ['libs/gateway-kit/src/store/watch/level-sweep.spec.ts'],
  },
  {
    name: 'watch: the whole catalogue',
    rule: 'what is new, changed or gone in a store is found though nobody told of it',
    file: 'libs/gateway-kit/src/store/store-gateway.ts',
    find: 'look: () => listCatalogue(state, adapter).then(() => undefined)',
    replace: 'look: () => Promise.resolve()',
    tests: [unheard],
    named: 'new, renamed and deleted products',
  },
];

/** The same for the till: its webhooks only wake us. */
export const tillPollGuards: readonly Guard[] = [
  {
    name: 'till polls: sales without webhooks',
    rule: 'sales are asked for at an interval, whether or not the till wakes us',
    file: tillPlan,
    find: 'lastRecordsAt + settings.pollIntervalMs',
    replace: 'lastRecordsAt + settings.pollIntervalMs * 1_000_000',
    tests: [planSpec],
  },
  {
    name: 'till polls: levels without webhooks',
    rule: 'levels are asked for at an interval, whether or not the till wakes us',
    file: tillPlan,
    find: 'wanted.rows ? settings.rowsSpacingMs : settings.pollIntervalMs',
    replace: 'wanted.rows ? settings.rowsSpacingMs : settings.pollIntervalMs * 1_000_000',
    tests: [planSpec],
  },
  {
    name: 'till polls: items without webhooks',
    rule: 'items are asked for now and then, whether or not the till wakes us',
    file: tillPlan,
    find: 'lastItemsAt + settings.itemsIntervalMs',
    replace: 'lastItemsAt + settings.itemsIntervalMs * 1_000_000',
    tests: [planSpec],
  },
  {
    name: 'till polls: what failed',
    rule: 'one feed that fails holds up no other',
    file: tillPlan,
    find: 'Math.max(time, state.notBefore[kind], now + holdBackMs(kind))',
    replace: 'Math.max(time, ...Object.values(state.notBefore), now + holdBackMs(kind))',
    tests: [planSpec],
  },
  {
    name: 'till polls: what the vendor limits',
    rule: 'nothing is asked before the end of the vendor’s limit',
    file: tillPlan,
    find: 'Math.max(time, state.notBefore[kind], now + holdBackMs(kind))',
    replace: 'Math.max(time, state.notBefore[kind])',
    tests: [planSpec],
  },
  {
    name: 'till watch: lost webhooks',
    rule: 'webhooks that a till has removed are made again',
    file: 'apps/lightspeed-gateway/src/webhook-watch.ts',
    find: 'const { created } = await subscribe();',
    replace: 'const { created } = { created: subscribe.name.split(/./) };',
    tests: ['apps/lightspeed-gateway/src/webhook-watch.spec.ts'],
  },
];
