import type { Guard } from './guard';

const access = 'libs/gateway-kit/src/halts/access.ts';
const halts = 'libs/gateway-kit/src/halts/halts.ts';
const pump = 'libs/gateway-kit/src/store/push/store-pump.ts';
const tasks = 'libs/gateway-kit/src/store/tasks/task-worker.ts';
const subscriptions = 'libs/gateway-kit/src/store/watch/subscription-watch.ts';
const poster = 'libs/gateway-kit/src/till/till-poster.ts';
const accessSpec = 'libs/gateway-kit/src/halts/access.spec.ts';
const tasksSpec = 'libs/gateway-kit/src/store/tasks/task-worker.spec.ts';
const haltsSpec = 'libs/gateway-kit/src/halts/channel-halts.spec.ts';
const storeHeld = 'apps/shopify-gateway/src/held-back.spec.ts';
const tillHeld = 'apps/lightspeed-gateway/src/held-back.spec.ts';

/** What is paused or locked out is sent nothing and drops nothing, and goes on once it may. */
export const haltGuards: readonly Guard[] = [
  {
    name: 'closed: paused',
    rule: 'a paused channel is closed',
    file: halts,
    find: "return isHaltedBy(halted, 'paused') || isHaltedBy(halted, 'locked-out');",
    replace: "return isHaltedBy(halted, 'locked-out');",
    tests: [haltsSpec],
  },
  {
    name: 'closed: locked out',
    rule: 'a channel that refuses our credentials is closed',
    file: halts,
    find: "return isHaltedBy(halted, 'paused') || isHaltedBy(halted, 'locked-out');",
    replace: "return isHaltedBy(halted, 'paused');",
    tests: [haltsSpec],
  },
  {
    name: 'closed: every reason has to be over',
    rule: 'a channel that two things hold back goes on once both are over',
    file: halts,
    find: 'halts: halted.halts.filter((halt) => halt.kind !== kind)',
    replace: 'halts: halted.halts.filter((halt) => halt.kind === kind && halted.seq < 0)',
    tests: [haltsSpec],
  },
  {
    name: 'closed: the first word stands',
    rule: 'what is held back already stays so since then, for the reason given then',
    file: halts,
    find: 'if (isHaltedBy(halted, halt.kind)) return halted;',
    replace: 'if (halted.seq < 0) return halted;',
    tests: [haltsSpec],
  },
  {
    name: 'closed: told once',
    rule: 'that nothing changed is told to nobody',
    file: 'libs/gateway-kit/src/halts/change-halts.ts',
    find: 'if (after === before) return false;',
    replace: '',
    tests: [storeHeld],
    named: 'because a person paused it',
  },
  {
    name: 'closed: one change at a time',
    rule: 'who changes what somebody else changed meanwhile is refused',
    file: 'libs/gateway-kit/src/halts/channel-halts.typeorm.ts',
    find: 'WHERE known.seq = excluded.seq - 1',
    replace: 'WHERE known.seq <= excluded.seq',
    tests: ['libs/gateway-kit/src/halts/channel-halts.int.spec.ts'],
  },
  {
    name: 'lock-out: answers from before',
    rule: 'an answer to a call that left before the refusal does not end a lock-out',
    file: access,
    find: '!this.lockedOut?.endsByItself || askedAt < this.lockedOut.sinceMs',
    replace: '!this.lockedOut?.endsByItself',
    tests: [accessSpec],
  },
  {
    name: 'lock-out: that only some calls show',
    rule: 'a lock-out that other calls do not notice is ended by a person alone',
    file: access,
    find: '!this.lockedOut?.endsByItself || askedAt < this.lockedOut.sinceMs',
    replace: 'this.lockedOut === null || askedAt < this.lockedOut.sinceMs',
    tests: [accessSpec],
  },
  {
    name: 'lock-out: ends by itself',
    rule: 'a channel that takes our credentials again goes on without a person',
    file: access,
    find: 'if (!this.lockedOut?.endsByItself || askedAt < this.lockedOut.sinceMs) return;',
    replace: 'if (this.lockedOut === null || askedAt > 0) return;',
    tests: [accessSpec],
  },
  {
    name: 'lock-out: of an earlier process',
    rule: 'a lock-out that an earlier process noted ends, too',
    file: access,
    find: 'this.lockedOut = halt ? ',
    replace: 'this.lockedOut = halt && halt.since.getTime() < 0 ? ',
    tests: [accessSpec],
  },
  {
    name: 'lock-out: what could not be stored',
    rule: 'a lock-out that could not be noted is noted by the next answer',
    file: access,
    find: '        await this.start().catch(onError);\n',
    replace: '',
    tests: [accessSpec],
  },
  {
    name: 'closed: nothing is opened',
    rule: 'once a pause has committed, no push is opened any more',
    file: pump,
    find: 'if (isClosed(before)) return [];',
    replace: '',
    tests: ['libs/gateway-kit/src/store/push/held-back.spec.ts'],
  },
  {
    name: 'closed: nothing is sent again',
    rule: 'a push without an answer waits while its channel is closed',
    file: pump,
    find: '(!closed || this.isForgotten(call))',
    replace: '!this.isForgotten(call)',
    tests: [storeHeld],
    named: 'because a person paused it',
  },
  {
    name: 'closed: what may be forgotten is settled by a read',
    rule: 'a push that waited longer than its key is remembered is read, not sent again',
    file: pump,
    find: 'if (this.isForgotten(call)) return this.giveUp(call);',
    replace: '',
    tests: [storeHeld],
    named: 'because a person paused it',
  },
  {
    name: 'closed: writing tasks wait',
    rule: 'a store that is held back is asked things, and done nothing to',
    file: tasks,
    find: 'return isHalted(halted) ? readingTasks : allTasks;',
    replace: 'return allTasks;',
    tests: [tasksSpec],
  },
  {
    name: 'closed: reading tasks go on',
    rule: 'orders of a store that is held back are read all the same',
    file: tasks,
    find: 'return isHalted(halted) ? readingTasks : allTasks;',
    replace: 'return isHalted(halted) ? [] : allTasks;',
    tests: [tasksSpec],
  },
  {
    name: 'closed: a lock-out uses up no attempt',
    rule: 'what is to be done at a store that refuses our credentials waits, and is not given up',
    file: tasks,
    find: "if (isHaltedBy(halted, 'locked-out')) return [];",
    replace: '',
    tests: [tasksSpec],
  },
  {
    name: 'closed: no subscription is created',
    rule: 'nothing is created at a store that is held back',
    file: subscriptions,
    find: 'if (isHalted(halted)) return null;',
    replace: '',
    tests: ['apps/shopify-gateway/src/paused.spec.ts'],
  },
  {
    name: 'closed: no web order is recorded',
    rule: 'granted posts wait while anything holds the till back',
    file: poster,
    find: `isHalted(await stores.halts.get(tx, till))
        ? null
        : stores.posts.claimNext(`,
    replace: 'stores.posts.claimNext(',
    tests: [tillHeld],
  },
  {
    name: 'closed: a till that is held back',
    rule: 'no webhook is made at a till that is held back, or not connected',
    file: 'apps/lightspeed-gateway/src/till.ts',
    find: 'return isConnected && !isHalted(await stores.halts.get(tx, this.channel));',
    replace: 'return isConnected;',
    tests: [tillHeld],
  },
];
