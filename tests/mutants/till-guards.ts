import type { Guard } from './guard';

const mirror = 'libs/level-mirror/src/till-mirror.ts';
const takingIn = 'libs/level-mirror/src/take-in-till.ts';
const mirrorSpec = 'libs/level-mirror/src/till-mirror.spec.ts';
const decisions = 'libs/stock-domain/src/decisions.spec.ts';

/** The till's level is a sum of known facts; what it shows beyond that is a claim until a fact explains it. */
export const tillGuards: readonly Guard[] = [
  {
    name: 'settle: answered long enough ago',
    rule: 'a post is settled only by a read requested G after its answer',
    file: takingIn,
    find: 'row.requestedAt >= post.answeredAt + settleMs &&',
    replace: 'row.requestedAt >= post.answeredAt - settleMs &&',
    tests: [mirrorSpec],
  },
  {
    name: 'settle: a newer version',
    rule: 'a post is settled only by a row that has moved since it was granted',
    file: takingIn,
    find: `    row.requestedAt >= post.answeredAt + settleMs &&
    (row.version === null || post.versionBefore === null || row.version > post.versionBefore);`,
    replace: '    row.requestedAt >= post.answeredAt + settleMs;',
    tests: [mirrorSpec],
  },
  {
    name: 'settle: only what was answered',
    rule: 'a post whose answer is not known is settled by nothing',
    file: takingIn,
    find: `post.state === 'posted' &&
    post.answeredAt !== null &&
    row.requestedAt >= post.answeredAt + settleMs &&`,
    replace: 'row.requestedAt >= (post.answeredAt ?? post.firstSentAt ?? 0) + settleMs &&',
    tests: [mirrorSpec, decisions],
  },
  {
    name: 'posts within the row: sent before it was answered',
    rule: 'a post sent after a row was answered cannot explain what the row lacks',
    file: takingIn,
    find: '(post.firstSentAt as number) - clockSkewMs < reading.answeredAt',
    replace: '(post.firstSentAt as number) - clockSkewMs < Number.POSITIVE_INFINITY',
    tests: [mirrorSpec],
  },
  {
    name: 'attempted posts stay possible',
    rule: 'a post that was looked up and not found may still arrive, and may be in the row',
    file: mirror,
    find: 'const wasAttempted = (post: TillPost): boolean => post.firstSentAt !== null;',
    replace:
      "const wasAttempted = (post: TillPost): boolean => post.firstSentAt !== null && post.state !== 'unposted';",
    tests: [mirrorSpec],
  },
  {
    name: 'a claim moves only as far as it must',
    rule: 'units known to be missing are not forgotten because a post under way could explain them',
    file: 'libs/level-mirror/src/residual.ts',
    find: 'return Math.min(Math.max(claim, least), most);',
    replace: 'return Math.min(least, most);',
    tests: [mirrorSpec],
  },
  {
    name: 'older rows are ignored',
    rule: 'a row older than the one taken in changes nothing',
    file: takingIn,
    find: 'if (isOlder(mirror, reading)) return false;',
    replace: 'if (mirror === null) return false;',
    tests: [mirrorSpec],
  },
  {
    name: 'reads without versions lower only, for a while',
    rule: 'a read that follows closely on another may be an older replica’s and raises nothing',
    file: takingIn,
    find: 'return reading.requestedAt >= mirror.row.answeredAt + settleMs;',
    replace: 'return reading.requestedAt >= mirror.row.requestedAt;',
    tests: [mirrorSpec],
  },
  {
    name: 'records before the level',
    rule: 'a row whose records were not read is not taken in',
    file: takingIn,
    find: 'if (reading !== null && !finding.recordsComplete) return',
    replace: 'if (reading !== null && finding.recordsComplete === undefined) return',
    tests: [mirrorSpec],
  },
  {
    name: 'doubt: nothing is raised',
    rule: 'while a row came without its records nothing is raised',
    file: mirror,
    find: 'return mirror.doubt === null ? certainFree(mirror, posts, live) : Number.NEGATIVE_INFINITY;',
    replace: 'return certainFree(mirror, posts, live);',
    tests: [mirrorSpec],
  },
  {
    name: 'certain: seen sales that the row may lack',
    rule: 'what is certain to be free leaves out sales that the row is not certain to contain',
    file: mirror,
    find: 'return expectedAtTill(mirror, posts).hi + unseen;',
    replace: 'return expectedAtTill(mirror, posts).hi + unseen * 0;',
    tests: [mirrorSpec],
  },
  {
    name: 'a surplus is concluded in a quiet moment: posts',
    rule: 'no surplus is taken for a delivery while a post is under way',
    file: takingIn,
    find: 'claim === 0 && uncertain.length === 0 && !roundIsOpen(posts);',
    replace: 'claim === 0 && uncertain.length === 0;',
    tests: [mirrorSpec],
  },
  {
    name: 'a surplus is concluded in a quiet moment: records',
    rule: 'no surplus is taken for a delivery while a seen sale may not be in the row',
    file: takingIn,
    find: 'claim === 0 && uncertain.length === 0 &&',
    replace: 'claim === 0 &&',
    tests: [mirrorSpec],
  },
  {
    name: 'a surplus is concluded in a quiet moment: the row',
    rule: 'no surplus is concluded from a row that is older than the one taken in',
    file: takingIn,
    find: 'if (mirror.row === null || isOlder(mirror, reading) || !finding.recordsComplete) return 0;',
    replace: 'if (mirror.row === null || !finding.recordsComplete) return 0;',
    tests: [mirrorSpec],
  },
];
