import { isUnderWay } from '@tillbridge/level-mirror';
import { isStrict, type PlacedPost } from '@tillbridge/stock-domain';
import { itemOf } from './item';
import { atLast } from './rules';
import type { Shop } from './shop';
import { has, hasRecord, tillUnits, type TillState } from './state';
import { currentRow, knowablyFree, trulyFree } from './till';

// What must be so in every state, by an observer who knows what really lies there and what every row holds.

export function wrongWith(state: TillState, shop: Shop): string | null {
  return (
    state.mistake ??
    soldTwice(state) ??
    settledUnseen(state) ??
    concludedWithoutCause(state) ??
    raisedTooHigh(state, shop) ??
    hidesAtLast(state, shop) ??
    hiddenTooMuch(state, shop) ??
    dipped(state, shop)
  );
}

/** What was refused is posted anew under an id of its own; it is the same sale. */
function soldTwice({ sendings }: TillState): string | null {
  const nameOf = (postId: string) => postId.split(',')[0];
  const copies = (name: string) =>
    sendings.reduce((total, { postId, recorded }) => (nameOf(postId) === name ? total + recorded : total), 0);
  const twice = sendings.map(({ postId }) => nameOf(postId)).find((name) => copies(name) > 1);
  return twice === undefined ? null : `the till has ${twice} twice`;
}

/** Its unit would count as free: the sum takes it for part of the row, and the row does not lack it yet. */
function settledUnseen(state: TillState): string | null {
  const unseen = postsOf(state).find((post) => post.state === 'settled' && !isInTakenRow(state, post));
  return unseen === undefined ? null : `${unseen.postId} counts as settled, but the row taken in does not hold it`;
}

function concludedWithoutCause({ mirror, happenings, taken }: TillState): string | null {
  const comes = (index: number) => happenings[index].kind === 'delivery' || happenings[index].kind === 'return';
  const come = happenings.filter((_, index) => has(taken.happenings, index) && comes(index)).length;
  return mirror.concluded <= come ? null : `${mirror.concluded} concluded as delivered, but only ${come} came`;
}

/** The rule of raises: a store is never raised above what anybody could know to be free. */
function raisedTooHigh(state: TillState, shop: Shop): string | null {
  const lower = shop.rules.lower(itemOf(state, shop));
  const known = knowablyFree(state, shop.options);
  return lower <= known ? null : `a store may be raised to ${lower}, but no more than ${known} are known to be free`;
}

/** What stays unknown for long hides nothing: then a store keeps no more than is known to be free. */
function hidesAtLast(state: TillState, shop: Shop): string | null {
  const item = itemOf(state, shop);
  if (!isStrict(item, 'main', atLast)) return null;
  const [strict, known] = [shop.rules.strict(item), knowablyFree(state, shop.options)];
  return strict <= known ? null : `for as long as a post has no answer a store keeps ${strict} where ${known} are free`;
}

/** What a store is lowered to may be too high only by what posts under way, and sales that no row shows yet, may hide. */
function hiddenTooMuch(state: TillState, shop: Shop): string | null {
  const { watches } = shop.options;
  const upper = shop.rules.upper(itemOf(state, shop));
  const known = knowablyFree(state, shop.options);
  const hidden = watches.isExact ? 0 : hideable(state);
  if (upper <= known + hidden) return null;
  return `a store keeps ${upper} where ${known} are known to be free and no more than ${hidden} can be hidden`;
}

function hideable(state: TillState): number {
  const posts = postsOf(state).filter(
    (post) =>
      isUnderWay(post) && isSentBeforeTakenRow(state, post) && isInTakenRow(state, post) === (post.kind === 'reverse'),
  );
  return posts.reduce((total, { units }) => total + units, 0) + salesNotInRow(state);
}

/** Sales whose record was seen before their row. */
function salesNotInRow({ happenings, taken }: TillState): number {
  const isEarly = ({ kind, record }: TillState['happenings'][number], index: number) =>
    kind === 'sale' && record === 'seen' && !has(taken.happenings, index);
  return happenings.filter(isEarly).length;
}

function dipped(state: TillState, shop: Shop): string | null {
  if (!shop.options.watches.noDip) return null;
  const upper = shop.rules.upper(itemOf(state, shop));
  const free = trulyFree(state, shop.options);
  return upper === free
    ? null
    : `nothing happened at the till, but a store is lowered to ${upper} where ${free} are free`;
}

/** What a store keeps, and how much is known to be free. */
interface Measured {
  readonly state: TillState;
  readonly upper: number;
  readonly known: number;
}

export function measured(state: TillState, shop: Shop): Measured {
  const upper = shop.rules.upper(itemOf(state, shop));
  return { state, upper, known: knowablyFree(state, shop.options) };
}

/** What is wrong with a step and does not show in the state that it leads to. */
export function mistakeOf(before: Measured, next: TillState, { options, ...shop }: Shop): string | null {
  const after = measured(next, { options, ...shop });
  if (options.watches.noRiseWithoutCause && risesWithoutCause(before, after))
    return `what a store keeps rises from ${before.upper} to ${after.upper}, but ${after.known} are known to be free`;
  const isSent = next.sendings.length > before.state.sendings.length;
  if (options.watches.noHidingOn && isSent && before.upper > before.known)
    return 'a post is sent while an earlier one still hides a loss: orders without end hide it for ever';
  return null;
}

function risesWithoutCause(before: Measured, after: Measured): boolean {
  const hidden = salesNotInRow(after.state);
  return after.upper > after.known + hidden && after.upper - before.upper > newlyFree(before.state, after.state);
}

/** Units that came, by a row or by a record, or were released with this step. */
function newlyFree(before: TillState, after: TillState): number {
  const comes = after.happenings.filter(({ kind, record }, index) => {
    const isInNewRow = has(after.taken.happenings, index) && !has(before.taken.happenings, index);
    const isNewlySeen = record === 'seen' && before.happenings[index].record !== 'seen';
    return tillUnits[kind] > 0 && (isInNewRow || isNewlySeen);
  });
  const released = after.orders.map(({ wanted }, index) =>
    Math.max(0, (before.orders[index].wanted ?? 0) - (wanted ?? 0)),
  );
  return comes.length + released.reduce((total, units) => total + units, 0);
}

/** Nothing is under way, and both numbers are what really is free. */
export function isAtRest(state: TillState, shop: Shop): boolean {
  if (!isQuiet(state)) return false;
  const item = itemOf(state, shop);
  const free = trulyFree(state, shop.options);
  return shop.rules.upper(item) === free && shop.rules.lower(item) === free;
}

function isQuiet(state: TillState): boolean {
  const row = currentRow(state);
  return (
    state.found.length === 0 &&
    state.askedAt === null &&
    state.sendings.every(
      ({ travelling, isAnswerOnItsWay, isCoreTold }) => travelling === 0 && !isAnswerOnItsWay && isCoreTold,
    ) &&
    postsOf(state).every((post) => post.state === 'settled') &&
    state.happenings.every(
      (each) => !each.hasHappened || (each.isInRow && (each.record === 'seen' || !hasRecord(each))),
    ) &&
    state.mirror.row?.level === row.level &&
    state.taken.posts === row.posts &&
    state.taken.happenings === row.happenings
  );
}

const postsOf = ({ orders }: TillState): readonly PlacedPost[] => orders.flatMap(({ posts }) => posts);

function isInTakenRow({ sendings, taken }: TillState, { postId }: PlacedPost): boolean {
  return sendings.some((sending, index) => sending.postId === postId && has(taken.posts, index));
}

function isSentBeforeTakenRow({ sendings, taken }: TillState, { postId }: PlacedPost): boolean {
  return sendings.some((sending, index) => sending.postId === postId && has(taken.sent, index));
}
