import type { Guard } from './guard';

const worker = 'libs/gateway-kit/src/store/tasks/task-worker.ts';
const table = 'libs/gateway-kit/src/store/tasks/store-tasks.typeorm.ts';
const workerSpec = 'libs/gateway-kit/src/store/tasks/task-worker.spec.ts';
const tablesSpec = 'libs/gateway-kit/src/store/ports.int.spec.ts';
const stocking = 'apps/shopify-gateway/src/stocking.spec.ts';

/** What is to be done at a store besides pushing is done in the end, or kept for a person; nothing of it is dropped. */
export const taskGuards: readonly Guard[] = [
  {
    name: 'task: tried again',
    rule: 'what came to nothing is tried again, not given up',
    file: worker,
    find: 'const parked = error instanceof PermanentError || (answered && task.attempts + 1 >= this.bounds.attemptsMax);',
    replace: 'const parked = error instanceof PermanentError || task.attempts < this.bounds.attemptsMax;',
    tests: [workerSpec],
  },
  {
    name: 'task: refused for good',
    rule: 'what a store refuses for good is told at once, not asked again and again',
    file: worker,
    find: 'const parked = error instanceof PermanentError || (answered && task.attempts + 1 >= this.bounds.attemptsMax);',
    replace: 'const parked = answered && task.attempts + 1 >= this.bounds.attemptsMax;',
    tests: [workerSpec],
  },
  {
    name: 'task: not without end',
    rule: 'what comes to nothing often enough is for a person',
    file: worker,
    find: 'const parked = error instanceof PermanentError || (answered && task.attempts + 1 >= this.bounds.attemptsMax);',
    replace: 'const parked = error instanceof PermanentError;',
    tests: [workerSpec],
  },
  {
    name: 'task: kept for a person',
    rule: 'what is given up is parked, never dropped',
    file: worker,
    find: 'await tasks.park(tx, task, reason.slice(0, 500));',
    replace: 'await tasks.done(tx, task);',
    tests: [workerSpec],
  },
  {
    name: 'task: the core hears that a loser could not be told',
    rule: 'nobody waits for ever for what was given up',
    file: worker,
    find: "if (task.kind === 'resolve-order')\n        await this",
    replace: "if (task.kind === 'resolve-order' && reason === '')\n        await this",
    tests: [workerSpec],
  },
  {
    name: 'task: ended by its own wish alone',
    rule: 'finishing an old wish does not end the one that came meanwhile',
    file: 'libs/gateway-kit/src/store/tasks/store-tasks.memory.ts',
    find: 'row && !row.done && row.revision === task.revision',
    replace: 'row && !row.done && row.revision >= task.revision',
    tests: [workerSpec],
  },
  {
    name: 'task: ended by its own wish alone, in the database',
    rule: 'finishing an old wish does not end the one that came meanwhile',
    file: table,
    find: 'AND revision = $4 AND NOT done',
    replace: 'AND revision >= $4 AND NOT done',
    tests: [tablesSpec],
    named: 'StoreTasks',
  },
  {
    name: 'task: overtaken, in the database',
    rule: 'an older decision replaces no newer one',
    file: table,
    find: '         WHERE t.rank <= excluded.rank`',
    replace: '         WHERE t.rank <> -1 - excluded.rank`',
    tests: [tablesSpec],
    named: 'StoreTasks',
  },
  {
    name: 'task: overtaken by what is done, in the database',
    rule: 'a newer decision that was carried out is not followed by an older one',
    file: table,
    find: "task.rank > 0 ? 'UPDATE store_task SET done = true' : 'DELETE FROM store_task'",
    replace: "'DELETE FROM store_task'",
    tests: [tablesSpec],
    named: 'StoreTasks',
  },
  {
    name: 'task: what is parked waits',
    rule: 'what is parked is done only once a person says so',
    file: table,
    find: "const isWaiting = 'parked_reason IS NULL AND NOT done';",
    replace: "const isWaiting = 'NOT done';",
    tests: [tablesSpec],
    named: 'StoreTasks',
  },
  {
    name: 'stocking: one key for a wish',
    rule: 'a level is stocked once, however often the answer is lost',
    file: 'libs/gateway-kit/src/store/tasks/stock-level.ts',
    find: 'return `${key}/${revision}`;',
    replace: 'return `${key}/${revision}/${timeOrderedId()}`;',
    tests: [stocking],
  },
  {
    name: 'stocking: another key for another wish',
    rule: 'what the store refused is asked for anew when a person replays it',
    file: 'libs/gateway-kit/src/store/tasks/stock-level.ts',
    find: 'return `${key}/${revision}`;',
    replace: "return `${key}/${revision.replace(/.*/, '')}`;",
    tests: [stocking],
  },
  {
    name: 'stocking: not at the same pace',
    rule: 'staff who take an item out of a location again and again are not fought with',
    file: 'libs/gateway-kit/src/store/tasks/stock-level.ts',
    find: 'stockedAt === null ? 0 : stockedAt.getTime() + restockWaitMs',
    replace: 'stockedAt === null ? 0 : restockWaitMs',
    tests: [stocking],
  },
];
