import type { PlacedPost } from '@tillbridge/stock-domain';
import { longAgo, type TillState } from './state';

// States that differ only in how long ago something was, or in how large a version has become, are one state: whatever is
// decided asks only which of two moments is later, and whether the settle time lies between them.

/** The state by which all states that behave alike are known. */
export function canonical(state: TillState, settleMs: number): TillState {
  return byRank(byGaps(withoutForgotten(state), settleMs));
}

/** No question is asked of these moments and versions any more. */
function withoutForgotten(state: TillState): TillState {
  const earliestFound = Math.min(...state.found.map(({ answeredAt }) => answeredAt));
  const remembered = (post: PlacedPost): PlacedPost => {
    if (post.firstSentAt === null) return post;
    if (post.state === 'settled') return { ...post, firstSentAt: longAgo, answeredAt: longAgo, versionBefore: null };
    // Only a row that is on its way already can have been answered before it was sent.
    return post.firstSentAt > earliestFound ? post : { ...post, firstSentAt: longAgo };
  };
  const orders = state.orders.map((order) => ({ ...order, posts: order.posts.map(remembered) }));
  const sendings = state.sendings.map((sending) =>
    sending.isCoreTold ? { ...sending, answeredAt: longAgo } : sending,
  );
  const happenings = state.happenings.map((each) => (each.isInRow ? { ...each, shownAt: null } : each));
  return { ...state, orders, sendings, happenings, mirror: mirrorOf(state) };
}

function mirrorOf({ mirror, found, askedAt, sendings }: TillState): TillState['mirror'] {
  if (mirror.row === null) return mirror;
  const { row } = mirror;
  const isAwaited = found.length > 0 || askedAt !== null || sendings.some((each) => isUntold(each));
  const hasVersion = row.version !== null;
  const requestedAt = hasVersion && !isAwaited ? longAgo : row.requestedAt;
  return {
    ...mirror,
    openedAt: longAgo,
    row: { ...row, requestedAt, answeredAt: hasVersion ? longAgo : row.answeredAt },
  };
}

const isUntold = ({ answeredAt, isCoreTold }: TillState['sendings'][number]): boolean =>
  answeredAt !== null && !isCoreTold;

/** Longer than the settle time is as long as the settle time. */
function byGaps(state: TillState, settleMs: number): TillState {
  const found = new Set<number>([longAgo]);
  withMoments(state, (moment) => {
    found.add(moment);
    return moment;
  });
  const sorted = [...found].sort((a, b) => a - b);
  const moved = new Map<number, number>();
  sorted.forEach((moment, index) => {
    const before = sorted[index - 1] ?? moment;
    moved.set(moment, (moved.get(before) ?? longAgo) + Math.min(moment - before, settleMs));
  });
  return withMoments(state, (moment) => moved.get(moment) as number);
}

function withMoments(state: TillState, at: (moment: number) => number): TillState {
  const known = (moment: number | null) => (moment === null ? null : at(moment));
  const { row, uncertain } = state.mirror;
  return {
    ...state,
    now: at(state.now),
    mirror: {
      ...state.mirror,
      row: row && { ...row, requestedAt: at(row.requestedAt), answeredAt: at(row.answeredAt) },
      uncertain: uncertain.map((sale) => ({ ...sale, seenAt: at(sale.seenAt) })),
    },
    orders: state.orders.map((order) => ({
      ...order,
      posts: order.posts.map((post) => ({
        ...post,
        firstSentAt: known(post.firstSentAt),
        answeredAt: known(post.answeredAt),
      })),
    })),
    sendings: state.sendings.map((sending) => ({ ...sending, answeredAt: known(sending.answeredAt) })),
    happenings: state.happenings.map((each) => ({ ...each, shownAt: known(each.shownAt) })),
    rows: state.rows.map((shown) => ({ ...shown, certainFrom: at(shown.certainFrom) })),
    askedAt: known(state.askedAt),
    found: state.found.map((each) => ({
      ...each,
      requestedAt: at(each.requestedAt),
      answeredAt: at(each.answeredAt),
    })),
  };
}

/** Versions, too, are only compared with each other. */
function byRank(state: TillState): TillState {
  const versions = new Set<bigint>();
  withVersions(state, (version) => {
    versions.add(version);
    return version;
  });
  const sorted = [...versions].sort((a, b) => Number(a - b));
  const ranks = new Map(sorted.map((version, index) => [version, BigInt(index + 1)]));
  return withVersions(state, (version) => ranks.get(version) as bigint);
}

function withVersions(state: TillState, as: (version: bigint) => bigint): TillState {
  const known = (version: bigint | null) => (version === null ? null : as(version));
  const { row } = state.mirror;
  return {
    ...state,
    mirror: { ...state.mirror, row: row && { ...row, version: known(row.version) } },
    orders: state.orders.map((order) => ({
      ...order,
      posts: order.posts.map((post) => ({ ...post, versionBefore: known(post.versionBefore) })),
    })),
    rows: state.rows.map((shown) => ({ ...shown, version: as(shown.version) })),
    found: state.found.map((each) => ({ ...each, row: { ...each.row, version: as(each.row.version) } })),
  };
}
