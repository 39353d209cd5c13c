import type { Guard } from './guard';

const takingIn = 'libs/level-mirror/src/take-in-till.ts';
const rebasing = 'libs/level-mirror/src/rebase.ts';
const deciding = 'libs/stock-domain/src/decide-till.ts';
const mirrorSpec = 'libs/level-mirror/src/till-mirror.spec.ts';
const doubtSpec = 'libs/level-mirror/src/doubt.spec.ts';
const rebaseSpec = 'libs/level-mirror/src/rebase.spec.ts';
const decidingSpec = 'libs/stock-domain/src/decide-till.spec.ts';

/** What a row of the till says, and what it does not: in doubt, while the shelf is counted, and once it was. */
export const rowGuards: readonly Guard[] = [
  {
    name: 'first row: what was recorded before it',
    rule: 'what happened before the first row is inside it, and counts once',
    file: takingIn,
    find: 'reading.level - mirror.recorded - mirror.concluded',
    replace: 'reading.level',
    tests: [mirrorSpec],
  },
  {
    name: 'posts within the row: clocks of two hosts',
    rule: 'a clock that is a little ahead makes no loss of our own sale',
    file: takingIn,
    find: '(post.firstSentAt as number) - clockSkewMs < reading.answeredAt',
    replace: '(post.firstSentAt as number) < reading.answeredAt',
    tests: [mirrorSpec],
  },
  {
    name: 'doubt: our own posts',
    rule: 'a row without its records makes no loss of a post that it may contain',
    file: takingIn,
    find: 'const { lo } = expectedAtTill(mirror, withinRow(posts, reading));',
    replace: 'const { lo } = expectedAtTill(mirror, posts);',
    tests: [mirrorSpec],
  },
  {
    name: 'doubt: older rows',
    rule: 'an older row puts nothing in doubt',
    file: takingIn,
    find: 'if (mirror.row === null || isOlder(mirror, reading)) return { mirror, posts, concluded: 0 };',
    replace: 'if (mirror.row === null) return { mirror, posts, concluded: 0 };',
    tests: [mirrorSpec],
  },
  {
    name: 'doubt: forgets no claim',
    rule: 'what was missing in doubt stays so until a complete reading',
    file: takingIn,
    find: 'claim: Math.max(before.claim, lo - reading.level),',
    replace: 'claim: Math.max(0, lo - reading.level),',
    tests: [doubtSpec],
  },
  {
    name: 'doubt: the lowest row counts',
    rule: 'no more is certain than the lowest row in doubt has shown',
    file: takingIn,
    find: 'level: Math.min(before.level, reading.level),',
    replace: 'level: reading.level,',
    tests: [doubtSpec],
  },
  {
    name: 'doubt: over with a complete reading alone',
    rule: 'only a reading with its records ends a doubt',
    file: takingIn,
    find: 'mirror = reclaim(mirror, posts);',
    replace: 'mirror = reclaim({ ...mirror, doubt: null }, posts);',
    tests: [doubtSpec],
  },
  {
    name: 'counting: no surplus is concluded',
    rule: 'while a shelf is counted, units that were set aside are taken for no delivery',
    file: takingIn,
    find: 'if (finding.isCounting === true) return 0;',
    replace: '',
    tests: [decidingSpec],
  },
  {
    name: 'counting: nor before its end is taken over',
    rule: 'a surplus that a count has made is taken for no delivery before the sum says so',
    file: deciding,
    find: 'if (counts.some(isUnsettled)) return true;',
    replace: '',
    tests: [decidingSpec],
  },
  {
    name: 'counting: what is set aside, or was sent',
    rule: 'an open count hides a surplus only where something of ours may be in it',
    file: deciding,
    find: 'postsAt(item, location).some((post) => post.firstSentAt !== null))',
    replace: 'postsAt(item, location).some((post) => post.firstSentAt === 0))',
    tests: [decidingSpec],
  },
  {
    name: 'rebase: not on a row in doubt',
    rule: 'a count is taken over from a row whose records are known',
    file: rebasing,
    find: 'mirror.row === null || mirror.doubt !== null || mirror.uncertain.length > 0',
    replace: 'mirror.row === null || mirror.uncertain.length > 0',
    tests: [rebaseSpec],
  },
  {
    name: 'rebase: not while a sale may be missing from the row',
    rule: 'a count is taken over from a row that is certain to hold every seen sale',
    file: rebasing,
    find: 'mirror.row === null || mirror.doubt !== null || mirror.uncertain.length > 0',
    replace: 'mirror.row === null || mirror.doubt !== null',
    tests: [rebaseSpec],
  },
  {
    name: 'rebase: read since the count closed',
    rule: 'a count is taken over from a row that was requested after it',
    file: rebasing,
    find: 'return mirror.row.requestedAt >= from && !posts.some(isUnderWay);',
    replace: 'return !posts.some(isUnderWay);',
    tests: [rebaseSpec],
  },
  {
    name: 'rebase: nothing under way',
    rule: 'a count is taken over while no post may or may not be in the row',
    file: rebasing,
    find: 'return mirror.row.requestedAt >= from && !posts.some(isUnderWay);',
    replace: 'return mirror.row.requestedAt >= from;',
    tests: [rebaseSpec],
  },
  {
    name: 'rebase: what was missing is counted',
    rule: 'a count leaves nothing missing that was',
    file: rebasing,
    find: 'return { ...mirror, base, claim: 0 };',
    replace: 'return { ...mirror, base };',
    tests: [rebaseSpec],
  },
  {
    name: 'rebase: what was seen before is inside',
    rule: 'after a count the sum of facts is what the row shows',
    file: rebasing,
    find: 'const base = mirror.base + mirror.row.level - expectedAtTill(mirror, posts).hi;',
    replace: 'const base = mirror.row.level - expectedAtTill(mirror, posts).hi * 0;',
    tests: [rebaseSpec],
  },
];
