import { isWaiting } from '@tillbridge/stock-domain';
import { hearOfOrder, itemOf, withItem } from './item';
import type { Shop } from './shop';
import { replaced, type Sending, type TillState } from './state';

// Orders and what is recorded of them at the till. The gateway's rule of sending is in TillPoster, which is not pure: one
// attempt at a time, each stored before it is sent; after an attempt without an answer a look-up by the same id, and only
// where that finds nothing the same request again. Everything that the core decides of it is the product's own.

type Step = readonly [label: string, next: TillState];

export function* orders(state: TillState, shop: Shop): Iterable<Step> {
  const { cancelsLeft, takenBackLeft } = state;
  for (const [index, { wanted }] of state.orders.entries()) {
    const name = `order ${index + 1}`;
    const isNext = index === 0 || state.orders[index - 1].wanted !== null;
    if (wanted === null && isNext)
      yield [`~${name} is placed`, hearOfOrder(state, index, shop.options.unitsPerOrder, shop)];
    if (wanted === null || wanted === 0) continue;
    if (cancelsLeft > 0)
      yield [`~${name} is cancelled`, wantLess({ ...state, cancelsLeft: cancelsLeft - 1 }, index, 0, shop)];
    if (takenBackLeft > 0 && wanted > 1)
      yield [
        `~one unit of ${name} is taken back`,
        wantLess({ ...state, takenBackLeft: takenBackLeft - 1 }, index, wanted - 1, shop),
      ];
  }
}

function wantLess(state: TillState, index: number, wanted: number, shop: Shop): TillState {
  const heard = hearOfOrder(state, index, wanted, shop);
  return withItem(heard, shop.rules.wantedLess(itemOf(heard, shop)));
}

/**
 * All that waits for a closed round is granted with it, as `grantPosts` does, and leaves at once: that it may leave later is
 * no more than that it travels for long.
 */
export function* grants(state: TillState, shop: Shop): Iterable<Step> {
  const item = itemOf(state, shop);
  const waiting = item.promises.flatMap(({ order, posts }) =>
    posts
      .filter((post) => isWaiting(post) && shop.rules.mayGrant(item, post))
      .map((post) => ({ post, postId: freshId(state, order, post.kind) })),
  );
  if (waiting.length === 0) return;
  const sent = waiting.reduce((before, { post, postId }) => {
    const granted = withItem(before, shop.rules.grant(itemOf(before, shop), post, postId, state.now));
    return withSending(granted, postId, post.kind === 'sale' ? -post.units : post.units);
  }, state);
  yield [`sent: ${waiting.map(({ postId }) => postId).join(', ')}`, sent];
}

/** Ids are made of what is posted; one that the till has refused, or has answered, is never used again. */
function freshId({ sendings }: TillState, order: string, kind: 'sale' | 'reverse'): string {
  const name = `${kind === 'sale' ? 'sale' : 'reversal'} of order ${Number(order) + 1}`;
  const known = sendings.find(({ postId }) => postId === `the ${name}`);
  if (known?.refusal === 'told') return `the ${name}, anew`;
  return known?.isCoreTold ? `the second ${name}` : `the ${name}`;
}

function withSending(state: TillState, postId: string, units: number): TillState {
  const known = state.sendings.findIndex((sending) => sending.postId === postId);
  if (known >= 0) return changed(state, known, { travelling: state.sendings[known].travelling + 1 });
  const fresh: Sending = {
    postId,
    units,
    travelling: 1,
    recorded: 0,
    isAnswerOnItsWay: false,
    isAbsent: false,
    isRepeated: false,
    refusal: 'none',
    answeredAt: null,
    isCoreTold: false,
  };
  return { ...state, sendings: [...state.sendings, fresh] };
}

/** Whatever became of its requests, a post is looked up until the till is known to have it. */
export function* answers(state: TillState, shop: Shop): Iterable<Step> {
  for (const [index, sending] of state.sendings.entries()) {
    const { postId, isAnswerOnItsWay, answeredAt, isCoreTold } = sending;
    const known = { isAnswerOnItsWay: false, isAbsent: false, answeredAt: state.now };
    if (answeredAt !== null && !isCoreTold)
      yield [`the core hears that the till has ${postId}`, tell(state, index, shop)];
    else if (answeredAt === null && isAnswerOnItsWay) {
      yield [`the answer to ${postId} arrives`, heard(changed(state, index, known), index, shop)];
      if (shop.options.loses)
        yield [`~the answer to ${postId} is lost`, changed(state, index, { isAnswerOnItsWay: false })];
    } else if (answeredAt === null && sending.refusal === 'none') yield* lookUps(state, index, shop);
  }
}

const travellingMax = 2;

function* lookUps(state: TillState, index: number, shop: Shop): Iterable<Step> {
  const { postId, recorded, travelling, isAbsent } = state.sendings[index];
  const known = { isAbsent: false, answeredAt: state.now };
  if (isAbsent) {
    const again = changed(state, index, {
      isAbsent: false,
      isRepeated: state.refusalsLeft > 0,
      travelling: travelling + 1,
    });
    yield [`${postId} is sent again`, withItem(again, shop.rules.sendAgain(itemOf(again, shop), postId))];
  } else if (recorded > 0) yield [`a look-up finds ${postId}`, heard(changed(state, index, known), index, shop)];
  else if (shop.options.loses && travelling < travellingMax) {
    const absent = changed(state, index, { isAbsent: true });
    yield [`a look-up does not find ${postId}`, withItem(absent, shop.rules.absent(itemOf(absent, shop), postId))];
  }
}

export const changed = (state: TillState, index: number, change: Partial<Sending>): TillState => ({
  ...state,
  sendings: replaced(state.sendings, index, change),
});

const heard = (state: TillState, index: number, shop: Shop): TillState =>
  shop.options.isSlow ? state : tell(state, index, shop);

function tell(state: TillState, index: number, shop: Shop): TillState {
  const { postId, answeredAt } = state.sendings[index];
  const answer = { postId, outcome: 'closed', answeredAt: answeredAt as number } as const;
  const told = { ...state, sendings: replaced(state.sendings, index, { isCoreTold: true }) };
  return withItem(told, shop.rules.answer(itemOf(told, shop), answer, shop.settleMs));
}
