import { postAgain } from '@tillbridge/stock-domain';
import { changed } from './gateway';
import { itemOf, withItem } from './item';
import type { Shop } from './shop';
import type { TillState } from './state';

// The till may refuse what it is sent. The gateway's rule is in TillPoster, which is not pure: refused is only what the till
// then does not have; and after an earlier attempt that is final only once that one cannot arrive any more.

type Step = readonly [label: string, next: TillState];

export function* refusals(state: TillState, shop: Shop): Iterable<Step> {
  for (const [index, { postId, travelling, recorded, refusal }] of state.sendings.entries()) {
    const mayRefuse = state.refusalsLeft > 0 && travelling > 0 && recorded === 0 && refusal === 'none';
    if (mayRefuse) yield [`~the till refuses ${postId}`, refuse(state, index, shop)];
    if (refusal === 'early') yield* afterEarly(state, index, shop);
  }
  for (const [index, { posts }] of state.orders.entries())
    if (posts.some((post) => post.state === 'refused'))
      yield [`a person has order ${index + 1} posted again`, again(state, index, shop)];
}

function refuse(state: TillState, index: number, shop: Shop): TillState {
  const { travelling, isRepeated } = state.sendings[index];
  const left = { ...state, refusalsLeft: state.refusalsLeft - 1 };
  const refused = changed(left, index, { travelling: travelling - 1, isAbsent: false });
  const mayArrive = isRepeated && shop.rules.waitsForEarlierRequests;
  return mayArrive ? changed(refused, index, { refusal: 'early' }) : tell(refused, index, shop);
}

/** It is looked up once no request of it can travel any more. */
function* afterEarly(state: TillState, index: number, shop: Shop): Iterable<Step> {
  const { postId, travelling, recorded, isAnswerOnItsWay } = state.sendings[index];
  if (travelling > 0 || isAnswerOnItsWay) return;
  if (recorded > 0) yield [`a look-up finds ${postId} after all`, changed(state, index, { refusal: 'none' })];
  else yield [`${postId} is refused for good`, tell(state, index, shop)];
}

function tell(state: TillState, index: number, shop: Shop): TillState {
  const { postId } = state.sendings[index];
  const told = changed(state, index, { refusal: 'told', answeredAt: state.now, isCoreTold: true });
  const answer = { postId, outcome: 'refused', answeredAt: state.now } as const;
  return withItem(told, shop.rules.answer(itemOf(told, shop), answer, shop.settleMs));
}

const again = (state: TillState, index: number, shop: Shop): TillState =>
  withItem(state, postAgain(itemOf(state, shop), { channel: 'store', order: String(index) }));
