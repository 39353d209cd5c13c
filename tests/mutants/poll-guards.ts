import type { Guard } from './guard';

const poll = 'libs/gateway-kit/src/store/orders/order-poll.ts';
const young = 'libs/gateway-kit/src/store/orders/young-orders.ts';
const pollSpec = 'libs/gateway-kit/src/store/orders/order-poll.spec.ts';
const youngSpec = 'libs/gateway-kit/src/store/orders/young-orders.spec.ts';
const unheard = 'apps/shopify-gateway/src/unheard.spec.ts';
const conformance = 'apps/shopify-gateway/src/adapter.spec.ts';

/** What no message tells is found by asking: late at most, and never believed before it can be. */
export const pollGuards: readonly Guard[] = [
  {
    name: 'polls of orders: they overlap',
    rule: 'an order that becomes visible after a later one is found by the next poll',
    file: poll,
    find: 'Math.min(ours, newest) - timing.overlapMs',
    replace: 'Math.min(ours, newest)',
    tests: [pollSpec],
  },
  {
    name: 'polls of orders: by the clock of the store',
    rule: 'a clock of ours that is ahead hides no order',
    file: poll,
    find: 'Math.min(ours, newest) - timing.overlapMs',
    replace: 'ours - timing.overlapMs',
    tests: [unheard],
    named: 'our clock is hours',
  },
  {
    name: 'polls of orders: before any was seen',
    rule: 'a clock of ours that is ahead hides not even the first order',
    file: poll,
    find: '?? ours - dayMs',
    replace: '?? ours',
    tests: [unheard],
    named: 'our clock is hours',
  },
  {
    name: 'polls of orders: from the last complete one',
    rule: 'what was found and could not be read is found again',
    file: poll,
    find: `    const unseen = await this.unseen(refs);
`,
    replace: `    const unseen = await this.unseen(refs);
    await state.uow.run((tx) => state.channels.ordersPolled(tx, this.channel, startedAt, newestOf(refs)));
`,
    tests: [pollSpec],
  },
  {
    name: 'polls of orders: what changed since',
    rule: 'an order that is known is read again as soon as its stamp is another',
    file: poll,
    find: ".filter((ref) => Date.parse(known.get(ref.order)?.fact.updatedAt ?? '') !== ref.updatedAt.getTime())",
    replace: '.filter((ref) => !known.has(ref.order))',
    tests: [pollSpec],
  },
  {
    name: 'polls of orders: one that cannot be read',
    rule: 'an order that cannot be read for good keeps nobody from its neighbours',
    file: poll,
    find: 'if (error instanceof PermanentError) return null;',
    replace: "if (error instanceof PermanentError && error.message === '') return null;",
    tests: [conformance],
    named: 'another that cannot be read',
  },
  {
    name: 'polls of orders: what could not be read at once',
    rule: 'weather ends a poll before it counts as complete',
    file: poll,
    find: 'if (error instanceof PermanentError) return null;',
    replace: 'if (error instanceof Error) return null;',
    tests: [pollSpec],
  },
  {
    name: 'polls of orders: stamps by the second',
    rule: 'an order is read once more when another change can no longer hide behind its stamp',
    file: poll,
    find: 'await this.read([...new Set([...unseen, ...young.map(({ order }) => order)])]);',
    replace: 'await this.read(unseen);',
    tests: [pollSpec],
  },
  {
    name: 'young orders: a second after they were seen',
    rule: 'a read is final only a second after the stamp was seen',
    file: young,
    find: 'sightedAt + stampMs < now',
    replace: 'sightedAt < now',
    tests: [youngSpec],
  },
  {
    name: 'young orders: changed while they were read',
    rule: 'what changed while it was read waits anew',
    file: young,
    find: 'if (this.waiting.get(order)?.updatedAt.getTime() === updatedAt.getTime()) this.waiting.delete(order);',
    replace: 'if (this.waiting.get(order)?.updatedAt.getTime() !== 0) this.waiting.delete(order);',
    tests: [youngSpec],
  },
  {
    name: 'young orders: what a poll proves',
    rule: 'a poll proves nothing before all that it found was read for good',
    file: young,
    find: 'return this.polls[this.provenIn(this.polls)]?.startedAt ?? null;',
    replace: 'return this.polls.at(-1)?.startedAt ?? null;',
    tests: [youngSpec],
  },
  {
    name: 'young orders: proven however many come',
    rule: 'a poll is proven once its own orders are read, however many come later',
    file: young,
    find: 'return polls.findLastIndex(({ endedAt }) => endedAt < oldest);',
    replace: 'return this.waiting.size === 0 ? polls.length - 1 : Math.min(0, polls.length - 1);',
    tests: [youngSpec],
  },
  {
    name: 'old edits: folded only where a read shows them',
    rule: 'an edit becomes part of its level only once a read since it was old shows what is expected',
    file: poll,
    find: 'return lastRead.requestedAt.getTime() >= editedAt.getTime() + this.editsOpenForMs;',
    replace: 'return lastRead.requestedAt.getTime() > 0;',
    tests: [pollSpec],
  },
];
