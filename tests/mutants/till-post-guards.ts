import type { Guard } from './guard';

const posts = 'libs/stock-domain/src/posts.ts';
const decisions = 'libs/stock-domain/src/decisions.spec.ts';
const ledger = 'apps/inventory-core/src/ledger/ledger.memory.spec.ts';
const cycle = 'libs/gateway-kit/src/till/till-cycle.ts';
const poster = 'libs/gateway-kit/src/till/till-poster.ts';
const posterSpec = 'libs/gateway-kit/src/till/till-poster.spec.ts';
const findings = 'libs/gateway-kit/src/till/findings.ts';
const findingsSpec = 'libs/gateway-kit/src/till/findings.spec.ts';
const conformance = 'apps/lightspeed-gateway/src/x-series/conformance.spec.ts';
const postsTable = 'libs/gateway-kit/src/till/state/posts.typeorm.ts';
const tillStores = 'libs/gateway-kit/src/till/state/till-stores.int.spec.ts';

/** A web order is recorded at the till once, and what the till tells counts once. */
export const tillPostGuards: readonly Guard[] = [
  {
    name: 'one round of posts',
    rule: 'nothing is posted for an item and location while a post there is not settled, or a loss could hide for ever',
    file: posts,
    find: 'return isLevelKnown(item, location) && !roundIsOpen(postsAt(item, location)) && ',
    replace: 'return isLevelKnown(item, location) && ',
    tests: [decisions],
  },
  {
    name: 'an order of several items waits for all their rounds',
    rule: 'the lines of an order at one location go to the till as one sale, once every round is closed',
    file: 'apps/inventory-core/src/use-cases/grant-posts.ts',
    find: 'const may = group.every(',
    replace: 'const may = group.some(',
    tests: [ledger],
    named: 'taking in facts',
  },
  {
    name: 'no post before the first row',
    rule: 'nothing is posted before the till has told its level, or it would be counted twice',
    file: posts,
    find: 'return isLevelKnown(item, location) && !roundIsOpen(postsAt(item, location)) && ',
    replace: 'return !roundIsOpen(postsAt(item, location)) && ',
    tests: [decisions],
  },
  {
    name: 'post id: derived, never drawn',
    rule: 'a grant that is decided again gets the same id, so that no retry can record it twice',
    file: 'apps/inventory-core/src/use-cases/post-id.ts',
    find: "order.postsGranted].join('/'), namespace)",
    replace: "order.postsGranted, Math.random()].join('/'), namespace)",
    tests: ['apps/inventory-core/src/use-cases/post-id.spec.ts'],
  },
  {
    name: 'post id: another one for another post',
    rule: 'what is posted anew, after a refusal or a return, gets an id of its own',
    file: 'apps/inventory-core/src/use-cases/post-id.ts',
    find: "order.postsGranted].join('/'), namespace)",
    replace: "''].join('/'), namespace)",
    tests: ['apps/inventory-core/src/use-cases/post-id.spec.ts'],
  },
  {
    name: 'attempted posts are never rewritten',
    rule: 'what may be at the till is taken back by a return of its own, not by changing what was sent',
    file: posts,
    find: 'const fixed = promise.posts.filter((post) => !isWaiting(post) && !isRefused(post));',
    replace: "const fixed = promise.posts.filter((post) => post.state === 'settled' && !isRefused(post));",
    tests: [decisions],
  },
  {
    name: 'a cancelled order: raised only once its return is settled',
    rule: 'units of a cancelled order that were sold at the till are raised nowhere before the till has them back',
    file: 'libs/stock-domain/src/level.ts',
    find: "post.kind === 'reverse' && post.state === 'settled')",
    replace: "post.kind === 'reverse')",
    tests: [decisions],
  },
  {
    name: 'an answer counts once',
    rule: 'the answer to a post, told again or late, changes nothing more',
    file: posts,
    find: "post.postId === answer.postId && post.state === 'posting'",
    replace: "post.postId === answer.postId && post.state !== 'unposted'",
    tests: [decisions],
  },
  {
    name: 'a sale is as old as the gateway says',
    rule: 'a sale is certain from the read on that the gateway made for it, whichever of its facts comes first',
    file: 'apps/inventory-core/src/use-cases/observe-till.ts',
    find: '(seenAt === undefined ? polledAt : Date.parse(seenAt))',
    replace: '(seenAt === undefined ? polledAt : polledAt)',
    tests: ['apps/inventory-core/src/ledger/ledger.memory.spec.ts'],
    named: 'goods that leave late',
  },
  {
    name: 'business key: till sale record',
    rule: 'a record of the till that is told again counts by what changed of it, so a copy changes nothing',
    file: 'apps/inventory-core/src/use-cases/observe-till.ts',
    find: 'return record.effect - (known?.effect ?? 0);',
    replace: 'return record.effect - (known === null ? 1 : 0);',
    tests: [ledger],
    named: 'taking in facts',
  },
  {
    name: 'an older copy of a till sale record',
    rule: 'a record that is told late does not take back what has become of it since',
    file: 'apps/inventory-core/src/use-cases/observe-till.ts',
    find: 'if (known !== undefined && !isNewer(version, known.version, record.effect !== known.effect)) return 0;',
    replace: 'if (known?.effect === null) return 0;',
    tests: [ledger],
    named: 'taking in facts',
  },
  {
    name: 'poll started after the read',
    rule: 'a level is told as complete only with records polled after its answer',
    file: cycle,
    find: '[polled, papers] = [await this.pollRecords(), await this.pollPapers()];',
    replace:
      'polled = { sales: [], recordsPolledAt: this.runtime.now(), unreadable: [], moves: [] };\n      papers = await this.pollPapers();',
    tests: [conformance],
  },
  {
    name: 'a failed poll leaves the level in doubt',
    rule: 'a level whose records could not be polled is told as incomplete, and read again',
    file: cycle,
    find: 'await this.tell({ ...told, moves: [], reads: [] });',
    replace: 'await this.tell({ ...told, recordsComplete: true });',
    tests: [conformance],
  },
  {
    name: 'our own posts are no records',
    rule: 'a web order that we recorded at the till is not counted as a till sale, too',
    file: 'libs/gateway-kit/src/till/till-teller.ts',
    find: 'const theirs = sales.filter((sale) => !ours.includes(sale));',
    replace: 'const theirs = sales.filter((sale) => ours !== null && sale !== null);',
    tests: [conformance, 'apps/lightspeed-gateway/src/x-series/feeds.spec.ts'],
  },
  {
    name: 'an older copy of a sale',
    rule: 'an older copy of a till sale changes nothing',
    file: findings,
    find: 'if (known.some((record) => compareVersions(sale.version, record.version) < 0)) return [];',
    replace: 'if (known === null) return [];',
    tests: [findingsSpec],
  },
  {
    name: 'a replica’s older row is no news',
    rule: 'a row older than one that was seen is told to nobody',
    file: findings,
    find: 'return !stale.includes(row) && (!old.complete',
    replace: 'return stale !== null && (!old.complete',
    tests: [findingsSpec],
  },
  {
    name: 'a replica’s older row is no answer',
    rule: 'a read that was answered with an older row is done again',
    file: 'libs/gateway-kit/src/till/directed-reads.ts',
    find: '!isStale(due) &&',
    replace: '(!isStale(due) || due.attempts >= 0) &&',
    tests: ['libs/gateway-kit/src/till/directed-reads.spec.ts'],
  },
  {
    name: 'a post without an answer is looked up first',
    rule: 'what may have reached the till is asked for before it is sent again',
    file: poster,
    find: "attempts > 1 ? await this.runtime.adapter.findPost(grant.postId) : 'absent'",
    replace: "attempts > 1_000 ? await this.runtime.adapter.findPost(grant.postId) : 'absent'",
    tests: [posterSpec],
  },
  {
    name: 'a refusal waits for earlier attempts',
    rule: 'a post is told as refused only once no earlier attempt can arrive any more',
    file: poster,
    find: "if (reply.outcome === 'refused' && mayStillArrive(post)) await",
    replace: "if (reply.outcome === 'refused' && mayStillArrive === null) await",
    tests: [posterSpec, conformance],
  },
  {
    name: 'grants are kept once',
    rule: 'a grant that comes again is not posted again',
    file: postsTable,
    find: 'ON CONFLICT DO NOTHING RETURNING post_id AS id`',
    replace: "ON CONFLICT (post_id) DO UPDATE SET state = 'granted' RETURNING post_id AS id`",
    tests: [tillStores],
  },
  {
    name: 'a return waits for its sale',
    rule: 'the return of a web order is not sent before its sale is answered',
    file: postsTable,
    find: "`NOT EXISTS (SELECT 1 FROM till_post AS s WHERE s.post_id = p.reverses AND s.state <> 'answered')",
    replace: '`true',
    tests: [tillStores],
  },
  {
    name: 'answered once',
    rule: 'the answer to a post is told once, whoever brings it first',
    file: postsTable,
    find: `sale_total = $5, till_id = $6
       WHERE post_id = $1 AND state <> 'answered'\``,
    replace: `sale_total = $5, till_id = $6
       WHERE post_id = $1\``,
    tests: [tillStores],
  },
  {
    name: 'a sale is taken from its own outlet',
    rule: 'a register that stands in another outlet is not used: the till would take the units there',
    file: 'apps/lightspeed-gateway/src/x-series/push.ts',
    find: 'if (outlet !== undefined && actual === outlet) return;',
    replace: 'if (outlet !== undefined || actual === outlet) return;',
    tests: ['apps/lightspeed-gateway/src/x-series/push.spec.ts'],
  },
  {
    name: 'refused and not there',
    rule: 'a post that the till refuses is looked up: the refusal may be about a second copy',
    file: 'apps/lightspeed-gateway/src/x-series/push.ts',
    find: 'if (error instanceof Refused) return this.lookUp(grant.postId, error);',
    replace: "if (error instanceof Refused) return { outcome: 'refused', reason: error.message };",
    tests: [
      'apps/lightspeed-gateway/src/x-series/push.spec.ts',
      'apps/lightspeed-gateway/src/x-series/doubtful-answers.spec.ts',
    ],
  },
  {
    name: 'strict after a minute',
    rule: 'while it stays unknown whether the till took a post, stores are lowered to what is certain',
    file: 'libs/stock-domain/src/revisit.ts',
    find: 'return strictMoments(postsAt(item, location)).some((moment) => moment <= now);',
    replace: 'return strictMoments(postsAt(item, location)).some((moment) => moment < 0);',
    tests: ['libs/stock-domain/src/revisit.spec.ts'],
  },
  {
    name: 'strict after two doubts',
    rule: 'while the till’s records cannot be read, stores are lowered to what is certain',
    file: 'libs/stock-domain/src/revisit.ts',
    find: 'if (isDoubtedTwice(levelAt(item, location).mirror)) return true;',
    replace: 'if (isDoubtedTwice === null) return true;',
    tests: ['libs/stock-domain/src/revisit.spec.ts', 'libs/stock-domain/src/weather-and-people.spec.ts'],
  },
];
