import type { SetAside } from './item-state';

/** What claims are compared by, in the order in which it is asked; equal in all of them, ids decide. */
export type ClaimCriterion = 'paid' | 'rank' | 'placedAt';

/** The written rules a decision follows; each decision stores the version it was made under. */
export interface Policy {
  readonly version: number;
  /** How long the till may take until a read is certain to contain what it has answered, milliseconds. */
  readonly tillSettleMs: number;
  readonly claimOrder: readonly ClaimCriterion[];
  /**
   * `whole`: an order that is short of anything when it is decided gets nothing, and its units serve the next claim.
   * `partial`: it keeps what there is for its other lines.
   */
  readonly orders: 'whole' | 'partial';
  /** Whether one line may be served from several locations of its store, where no single one has enough. */
  readonly splitLines: boolean;
  /**
   * How long claims on a scarce item wait for others before they are decided together, milliseconds; 0 decides at once.
   * Their units are set aside from the start.
   */
  readonly arbitrationWindowMs: number;
  /** What the store is told when an accepted order loses its units. */
  readonly loser: 'hold' | 'backorder' | 'cancel';
  /** Before that: is served from another location of its store that has the units, and the store moves it there. */
  readonly moveLosers: boolean;
  readonly safetyStock: SafetyStock;
  /** Holds for carts, by channel; none for a channel that is not named. */
  readonly cartHolds: Readonly<Record<string, CartHoldRules>>;
  readonly escrow: EscrowRules;
  /** By location: whether who counts the shelf counts what is set aside for web orders, too. Not named: nobody knows. */
  readonly stocktakes: Readonly<Record<string, SetAside>>;
}

/** Never offered to a store, units per item and location. The rule that names most of a case is used. */
export interface SafetyStock {
  readonly units: number;
  readonly rules: readonly SafetyStockRule[];
}

/** null: any. */
export interface SafetyStockRule {
  readonly itemId: string | null;
  readonly channel: string | null;
  readonly location: string | null;
  readonly units: number;
}

export interface CartHoldRules {
  readonly ttlMs: number;
  readonly unitsPerCartMax: number;
  /** All carts of the channel together. */
  readonly unitsPerItemMax: number;
}

/** When scarce units are dealt out to one store each, and how. */
export interface EscrowRules {
  readonly enabled: boolean;
  /** Dealt out whenever no more than this is free at a location, units. */
  readonly floorUnits: number;
  /** Dealt out when less is free than is sold within the sync latency, this many times over. */
  readonly safetyFactor: number;
  /** The sync latency is never taken to be less than this, milliseconds. */
  readonly latencyFloorMs: number;
  /** How far back demand is measured, milliseconds. */
  readonly demandWindowMs: number;
  /** Shared again only when the threshold is exceeded by this part of itself. */
  readonly hysteresis: number;
  /** Kept back for the till while units are dealt out, units per item and location. */
  readonly tillBuffer: number;
  /** A store that is not named has weight 1 and floor 0. */
  readonly shares: Readonly<Record<string, { readonly weight: number; readonly floorUnits: number }>>;
}

/** What holds where a shop says nothing else. A store that knows only some rules takes the rest from here. */
export const policyDefaults: Omit<Policy, 'version' | 'tillSettleMs'> = {
  claimOrder: ['paid', 'rank', 'placedAt'],
  orders: 'partial',
  splitLines: true,
  arbitrationWindowMs: 250,
  loser: 'hold',
  moveLosers: false,
  safetyStock: { units: 0, rules: [] },
  cartHolds: {},
  escrow: {
    enabled: true,
    floorUnits: 2,
    safetyFactor: 2,
    latencyFloorMs: 1_500,
    demandWindowMs: 600_000,
    hysteresis: 0.5,
    tillBuffer: 0,
    shares: {},
  },
  stocktakes: {},
};

/** Units of this item and location that are not offered to this channel. */
export function safetyStockAt(
  { safetyStock }: Policy,
  of: { readonly itemId: string; readonly channel: string; readonly location: string },
): number {
  const matching = safetyStock.rules.filter(
    (rule) =>
      (rule.itemId === null || rule.itemId === of.itemId) &&
      (rule.channel === null || rule.channel === of.channel) &&
      (rule.location === null || rule.location === of.location),
  );
  // Of two rules that name equally much the more cautious one holds.
  const [best] = [...matching].sort((a, b) => named(b) - named(a) || b.units - a.units);
  return best?.units ?? safetyStock.units;
}

function named({ itemId, channel, location }: SafetyStockRule): number {
  return [itemId, channel, location].filter((name) => name !== null).length;
}

/** One location of one store and the locations whose units it sells, nearest first. */
export interface StorePlace {
  readonly channel: string;
  readonly storeLocation: string;
  readonly serves: readonly string[];
}

export interface ShopLayout {
  readonly policy: Policy;
  readonly places: readonly StorePlace[];
  /** Lower ranks first when two claims are otherwise equal. */
  readonly ranks: ReadonlyMap<string, number>;
  /** Channels that ask for each unit over HTTP: nothing is told to them, and they show nothing. */
  readonly sellers: ReadonlySet<string>;
}

/** Every place, itself included, that sells units of a location that this one sells from. */
export function placesSharing(layout: ShopLayout, { serves }: StorePlace): readonly StorePlace[] {
  return layout.places.filter((other) => other.serves.some((location) => serves.includes(location)));
}

/** null stands for the first place of the channel: until a store has said from where it serves, it may be from there. */
export function placeOf(layout: ShopLayout, channel: string, storeLocation: string | null): StorePlace | undefined {
  const places = layout.places.filter((place) => place.channel === channel);
  if (storeLocation === null) return places[0];
  return places.find((place) => place.storeLocation === storeLocation);
}
