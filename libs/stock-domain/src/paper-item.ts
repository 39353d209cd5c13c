import { isDecided } from './arbitration-window';
import { decideCart } from './decide-cart';
import { decideOrderLine, type LineClaim } from './decide-order';
import { decideTillFinding } from './decide-till';
import { allChannels } from './escrow-mode';
import { giveBackUnits } from './holds';
import { emptyItem, type HeldUnits, type ItemState, type Millis } from './item-state';
import { levelAt } from './level';
import { policyDefaults, type ShopLayout } from './policy';
import { answerPost, grantPost, isGrantable, isWaiting, type PostAnswer } from './posts';
import { settleShortage } from './settle-shortage';

// Builders for specs: one location served by two stores.

export const paperLayout: ShopLayout = {
  policy: {
    ...policyDefaults,
    version: 1,
    tillSettleMs: 5_000,
    arbitrationWindowMs: 0,
    cartHolds: { 'store-a': { ttlMs: 60_000, unitsPerCartMax: 3, unitsPerItemMax: 20 } },
    escrow: { ...policyDefaults.escrow, enabled: false },
  },
  places: [
    { channel: 'store-a', storeLocation: '1', serves: ['main'] },
    { channel: 'store-b', storeLocation: '2', serves: ['main', 'depot'] },
  ],
  sellers: new Set(),
  ranks: new Map([
    ['store-a', 1],
    ['store-b', 2],
  ]),
};

export function claim(order: string, more: Partial<LineClaim> = {}): LineClaim {
  const ordered = more.ordered ?? 1;
  return {
    channel: 'store-a',
    order,
    line: '1',
    storeLocation: more.channel === 'store-b' ? '2' : '1',
    movedFrom: [],
    paid: true,
    placedAt: Number(order) * 1_000,
    ordered,
    current: ordered,
    fulfilled: 0,
    restocked: 0,
    ...more,
  };
}

/** An item with `level` units read at `location` at second 0. */
export function stocked(level: number, location = 'main', item: ItemState = emptyItem('item')): ItemState {
  return show(item, level, 0, { location });
}

/** The till shows `level` at `seconds`; `sold` units came with a record in the same poll. */
export function show(
  item: ItemState,
  level: number,
  seconds: number,
  more: { sold?: number; location?: string; complete?: boolean } = {},
): ItemState {
  return decideTillFinding(
    item,
    more.location ?? 'main',
    {
      recordChanges: more.sold === undefined ? [] : [-more.sold],
      reading: {
        level,
        version: BigInt(seconds + 1),
        requestedAt: seconds * 1_000,
        answeredAt: seconds * 1_000 + 100,
      },
      recordsComplete: more.complete ?? true,
      seenAt: seconds * 1_000 + 100,
    },
    paperLayout.policy,
  );
}

/** A till sale, as its record and the row after it tell of it. */
export function sell(item: ItemState, units: number, seconds: number): ItemState {
  return show(item, (levelAt(item, 'main').mirror.row?.level ?? 0) - units, seconds, { sold: units });
}

/** A till sale seen by its record alone: the row does not show it yet. */
export function sellUnread(item: ItemState, units: number, seconds: number): ItemState {
  return decideTillFinding(
    item,
    'main',
    { recordChanges: [-units], reading: null, recordsComplete: true, seenAt: seconds * 1_000 },
    paperLayout.policy,
  );
}

export function order(item: ItemState, ...claims: LineClaim[]): ItemState {
  return claims.reduce((state, each) => decideOrderLine(state, each, paperLayout), item);
}

/** Who holds what is kept beside an item; here it travels with it, for every decision keeps what it does not know. */
interface WithCarts extends ItemState {
  readonly carts?: ReadonlyMap<string, { readonly asOf: Millis; readonly held: HeldUnits | null }>;
}

/** A cart of store-a that stood so at `asOf`, told at `now`. */
export function fill(item: WithCarts, cart: string, units: number, asOf = 0, now = asOf): ItemState {
  const known = item.carts?.get(cart);
  if (known !== undefined && known.asOf > asOf) return item;
  const claim = { channel: 'store-a', units, asOf, held: known?.held ?? null };
  const decided = decideCart(item, claim, allChannels(paperLayout), paperLayout, now);
  return remembering(decided.item, cart, { asOf, held: decided.held });
}

/** The shopper of `cart` wants nothing any more. */
export function letGo(item: WithCarts, cart: string, now = 0): ItemState {
  const known = item.carts?.get(cart);
  if (!known?.held) return item;
  return remembering(giveBackUnits(item, known.held, now), cart, { ...known, held: null });
}

function remembering(item: WithCarts, cart: string, known: { asOf: Millis; held: HeldUnits | null }): WithCarts {
  return { ...item, carts: new Map([...(item.carts ?? []), [cart, known]]) };
}

/** Grants whatever waits for the till, each order under `post-<order>`. */
export function grant(item: ItemState, now: number): ItemState {
  const waiting = item.promises.flatMap((promise) =>
    promise.posts
      .filter((post) => isWaiting(post) && isGrantable(item, post) && isDecided(promise))
      .map((post) => ({ post, promise })),
  );
  return waiting.reduce((state, { post, promise }) => grantPost(state, post, `post-${promise.order}`, now), item);
}

export function answered(item: ItemState, answer: PostAnswer): ItemState {
  return answerPost(item, answer, paperLayout.policy.tillSettleMs);
}

/** Judges shortage as a batch does at its end. */
export function settled(item: ItemState, now = 0): ItemState {
  return settleShortage(item, paperLayout, now).item;
}
