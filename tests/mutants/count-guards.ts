import type { Guard } from './guard';

const lines = 'libs/stock-domain/src/counted-lines.ts';
const linesSpec = 'libs/stock-domain/src/counted-lines.spec.ts';
const deciding = 'libs/stock-domain/src/decide-count.ts';
const settling = 'libs/stock-domain/src/settle-counts.ts';
const adjustmentsSpec = 'libs/stock-domain/src/counted-adjustments.spec.ts';
const gone = 'libs/stock-domain/src/gone-before.ts';
const goneSpec = 'libs/stock-domain/src/gone-before.spec.ts';
const countsSpec = 'libs/stock-domain/src/counts.spec.ts';
const tillDeciding = 'libs/stock-domain/src/decide-till.ts';
const editDeciding = 'libs/stock-domain/src/decide-edit.ts';
const editSpec = 'libs/stock-domain/src/decide-edit.spec.ts';
const ledger = 'apps/inventory-core/src/ledger/ledger.memory.spec.ts';

/** What only a person can say of a completed count: one guard for each reason to ask. */
const questions: readonly Guard[] = (
  [
    [
      'a correction on its way',
      'if (adjustmentsAt(item, location).some(({ post }) => isBetween(post) || wasSentAfter(post, times.closedAt)))',
      'if (adjustmentsAt(item, location).some(({ post }) => wasSentAfter(post, times.closedAt)))',
      adjustmentsSpec,
    ],
    [
      'a correction sent after it',
      'some(({ post }) => isBetween(post) || wasSentAfter(post, times.closedAt)))',
      'some(({ post }) => isBetween(post)))',
      adjustmentsSpec,
    ],
    [
      'an order being recorded',
      'postsAt(item, location).some(isBetween)',
      'postsAt(item, location).some((post) => isBetween(post) && post.units > 1_000)',
    ],
    ['no policy', 'if (policy === undefined) return', "if (policy === ('' as SetAside)) return"],
    ['shipped', 'promise.fulfilled > 0', 'promise.fulfilled > 1_000'],
    ['cancelled', 'aside.some(isGivenUp)', 'aside.some((line) => isGivenUp(line) && line.units > 1_000)'],
    [
      'placed meanwhile',
      'counted.some(({ placedAt }) => placedAt + clockSkewMs > times.openedAt)',
      'counted.some(({ placedAt }) => placedAt > times.closedAt)',
    ],
    ['added meanwhile', 'line.units > unitsAside(begun, line)', 'line.units > unitsAside(begun, line) + 1_000'],
  ] as const
).map(([name, find, replace, spec = linesSpec]) => ({
  name: `a question about a count: ${name}`,
  rule: 'what a count made of web orders is not guessed where the policy does not settle it',
  file: lines,
  find,
  replace,
  tests: [spec],
}));

/** A count of the shelf sets the level anew, with or without what is set aside for web orders; and what people say of missing units. */
export const countGuards: readonly Guard[] = [
  ...questions,
  {
    name: 'the first word about a count stands',
    rule: 'a second, different answer about a count does not replace the first',
    file: deciding,
    find: 'question !== null && setAside === null;',
    replace: 'question !== null && setAside !== undefined;',
    tests: [ledger],
    named: 'counting shelves',
  },
  {
    name: 'a count absorbs what it had in view',
    rule: 'what a person said of a shelf after it was counted is still taken off at the till',
    file: settling,
    find: 'isUnsent(adjustment) && count.adjustments.includes(adjustment.id);',
    replace: 'isUnsent(adjustment) && count.adjustments !== null;',
    tests: [adjustmentsSpec],
  },
  {
    name: 'a count absorbs what was said before',
    rule: 'what a person had said of a shelf is not taken off once more after it was counted',
    file: settling,
    find: 'isUnsent(adjustment) && count.adjustments.includes(adjustment.id);',
    replace: 'isUnsent(adjustment) && count.adjustments === null;',
    tests: [adjustmentsSpec],
  },
  {
    name: 'one count after the other',
    rule: 'a count is not taken over by a level that a later one may have set',
    file: settling,
    find: "if (levelAt(item, location).counts.some(({ state }) => state === 'open')) return item;",
    replace: "if (levelAt(item, location).counts.every(({ state }) => state === 'open')) return item;",
    tests: [countsSpec],
    named: 'counted once more',
  },
  {
    name: 'what a count had in view is fixed',
    rule: 'what comes back after a count was completed is no part of it',
    file: settling,
    find: 'if (line === undefined) return promise;',
    replace: `if (line === undefined) {
    const back = Math.min(0, promise.owed - promise.short - promise.folded);
    return planPosts({ ...promise, posts: back === 0 ? promise.posts : [madeByCount(location, back, count.closedAt)] });
  }`,
    tests: [countsSpec],
    named: 'came back since',
  },
  {
    name: 'a reversal on its way as people counted',
    rule: 'a reversal that may have come after the count is not taken for undone',
    file: lines,
    find: "wasSentAfter(post, closedAt) || (post.kind === 'reverse' && !wasRecordedBefore(post, closedAt));",
    replace: 'wasSentAfter(post, closedAt);',
    tests: [countsSpec],
    named: 'reversal was on its way',
  },
  {
    name: 'records from before a count',
    rule: 'what was sold before the shelf was counted is inside the counted level, however late its record comes',
    file: lines,
    find: 'return countedAt !== null && at < countedAt;',
    replace: 'return countedAt !== null && at < 0;',
    tests: [ledger],
    named: 'counting shelves',
  },
  {
    name: 'orders that had left before a count',
    rule: 'what had been shipped before people counted is not recorded again, though it is heard of late',
    file: gone,
    find: 'return count !== null && count.setAside !== null && isBefore(count, news);',
    replace: 'return count !== null && count.setAside === null && isBefore(count, news);',
    tests: [goneSpec],
  },
  {
    name: 'orders that left after a count',
    rule: 'what was shipped after people had counted was on the level, and is recorded',
    file: gone,
    find: 'asOf !== undefined && asOf + clockSkewMs <= openedAt;',
    replace: 'asOf === undefined || asOf > 0 || openedAt > 0;',
    tests: [goneSpec],
  },
  {
    name: 'orders given up before a count',
    rule: 'a unit that had been put back before people counted is not given back to the till once more',
    file: gone,
    find: "const most = Math.min(lacked, count.setAside === 'notCounted' ? news.owed : leftOf(news));",
    replace: 'const most = lacked;',
    tests: [goneSpec],
  },
  {
    name: 'no surplus while a count is open',
    rule: 'while people count, what the level has too much of may be a post that the count has undone',
    file: tillDeciding,
    find: "counts.some(({ state }) => state === 'open') &&",
    replace: "counts.every(({ state }) => state === 'open' && counts.length > 1_000) &&",
    tests: [countsSpec],
    named: 'takes no surplus',
  },
  {
    name: 'no surplus before a count is taken over',
    rule: 'what the level has too much of after a count is not taken for a delivery before it is known what was counted',
    file: tillDeciding,
    find: 'if (counts.some(isUnsettled)) return true;',
    replace: 'if (counts.some((count) => isUnsettled(count) && counts.length > 1_000)) return true;',
    tests: [ledger],
    named: 'counting shelves',
  },
  {
    name: 'a word on the report that was seen',
    rule: 'what a person says of an older report of missing units changes nothing',
    file: editDeciding,
    find: "if (ask.seq !== view.seq) return refuse('stale');",
    replace: "if (ask.seq > view.seq) return refuse('stale');",
    tests: [editSpec],
  },
  {
    name: 'no word before it is settled',
    rule: 'missing units are not given up as long as an order may explain them',
    file: editDeciding,
    find: 'if (isOfClaim(ask.outcome) && !view.story.settled)',
    replace: 'if (isOfClaim(ask.outcome) && view.story === null)',
    tests: [editSpec],
  },
];
