import type { Guard } from './guard';

const mirror = 'libs/level-mirror/src/store-mirror.ts';
const mirrorSpec = 'libs/level-mirror/src/store-mirror.spec.ts';
const level = 'libs/gateway-kit/src/store/book/store-level.ts';
const settlement = 'libs/gateway-kit/src/store/book/settlement.spec.ts';
const orders = 'libs/gateway-kit/src/store/orders/order-counts.ts';
const ordersSpec = 'libs/gateway-kit/src/store/orders/order-counts.spec.ts';

/** What a store and its gateway tell of levels and orders, late, twice or in any order. */
export const storeWordGuards: readonly Guard[] = [
  {
    name: 'lowered until read',
    rule: 'what a dealt level gave up counts as free only once a read shows that it is gone',
    file: level,
    find: 'level.mirror.lowered && level.desired?.dealt === true && !wantsPush(level)',
    replace: 'level.mirror.lowered && level.desired === undefined && !wantsPush(level)',
    tests: ['libs/gateway-kit/src/store/book/level-book.spec.ts'],
  },
  {
    name: 'a lowering is noted',
    rule: 'a level that was lowered is known to be so until a read',
    file: mirror,
    find: 'const lowered = mirror.lowered || open.to < open.from;',
    replace: 'const lowered = mirror.lowered;',
    tests: [mirrorSpec],
  },
  {
    name: 'a level below nothing proves nothing',
    rule: 'what may cancel out in a level below nothing keeps it from being acknowledged',
    file: mirror,
    find: 'level < 0;',
    replace: 'level < Number.NEGATIVE_INFINITY;',
    tests: [mirrorSpec],
  },
  {
    name: 'acknowledged only when nothing can raise it',
    rule: 'a level is told as settled only if the wanted number cannot raise it any more',
    file: level,
    find: 'wantsPush(level) || mayStillRaise(mirror, desired) || needsProof(level)) return null;',
    replace: 'wantsPush(level) || needsProof(level)) return null;',
    tests: [settlement],
    named: 'is told|is never told|includes|waits for a number',
  },
  {
    name: 'acknowledged only when nothing is under way',
    rule: 'a level is told as settled only while no push is open and nothing is in doubt',
    file: level,
    find: 'refusal !== null || mirror.dirty || mirror.open !== null) return null;',
    replace: 'refusal !== null) return null;',
    tests: [settlement],
    named: 'is told|is never told|includes|waits for a number',
  },
  {
    name: 'wanted levels: the newest wins',
    rule: 'an older wanted number, or the same again, changes nothing',
    file: level,
    find: 'if (level.desired !== null && level.desired.version >= desired.version) return level;',
    replace: 'if (level.desired === undefined) return level;',
    tests: ['libs/gateway-kit/src/store/book/store-level.spec.ts'],
  },
  {
    name: 'echo match',
    rule: 'a webhook that tells what we know already is dropped, and no read is spent on it',
    file: level,
    find: '!level.mirror.dirty && shownAtStore(level.mirror) === available;',
    replace: '!level.mirror.dirty && shownAtStore(level.mirror) === null;',
    tests: ['libs/gateway-kit/src/store/book/store-level.spec.ts'],
  },
  {
    name: 'echo match: not while a push is open',
    rule: 'while a push is open no webhook is taken for its echo',
    file: level,
    find: 'return level.mirror.open === null && !level.mirror.dirty && shownAtStore',
    replace: 'return !level.mirror.dirty && shownAtStore',
    tests: ['libs/gateway-kit/src/store/book/store-level.spec.ts'],
  },
  {
    name: 'lowerings go first',
    rule: 'what is shown too much is taken off before anything is put on sale',
    file: 'libs/gateway-kit/src/store/push/plan-calls.ts',
    find: 'const lowerings = wanting.filter(wantsLowering);',
    replace: 'const lowerings = wanting.filter((level) => !wantsLowering(level));',
    tests: ['libs/gateway-kit/src/store/push/plan-calls.spec.ts'],
  },
  {
    name: 'newer copy of an order wins, at the gateway',
    rule: 'an older copy of an order never overwrites a newer one',
    file: orders,
    find: 'if (seenAt < knownAt) return null;',
    replace: 'if (Number.isNaN(seenAt)) return null;',
    tests: [ordersSpec],
  },
  {
    name: 'cancelled for ever, at the gateway',
    rule: 'a copy that does not know of the cancellation does not take it back',
    file: orders,
    find: 'cancelledAt: seen.cancelledAt ?? known.cancelledAt,',
    replace: 'cancelledAt: seen.cancelledAt,',
    tests: [ordersSpec],
  },
  {
    name: 'copies of one moment merge',
    rule: 'copies of an order with one time give the same order, whichever comes first',
    file: orders,
    find: 'current: sameTime ? stillWanted(known, seen) : seen.current,',
    replace: 'current: seen.current,',
    tests: [ordersSpec],
  },
  {
    name: 'a decision that was overtaken',
    rule: 'what the core decided of an order is not carried out after something newer was',
    file: 'libs/gateway-kit/src/store/tasks/store-tasks.memory.ts',
    find: 'if (row && row.rank > 0) this.table.put',
    replace: 'if (row && row.rank < 0) this.table.put',
    tests: ['libs/gateway-kit/src/store/ports.spec.ts'],
    named: 'tasks',
  },
  {
    name: 'ordered and put back only rise',
    rule: 'a copy that has missed units says nothing about them',
    file: orders,
    find: 'restocked: Math.max(known.restocked, seen.restocked),',
    replace: 'restocked: seen.restocked,',
    tests: [ordersSpec],
  },
  {
    name: 'lines stay known',
    rule: 'a line that a copy no longer lists was ordered all the same',
    file: orders,
    find: 'if (!seen) return known;',
    replace: 'if (!seen) return { ...known, ordered: 0, current: 0, restocked: 0, fulfilled: 0 };',
    tests: [ordersSpec],
  },
];
