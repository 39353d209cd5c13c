/** The written rules a decision follows; each decision stores the version it was made under. */
export interface Policy {
  readonly version: number;
  /** How long the till may take until a read is certain to contain what it has answered, milliseconds. */
  readonly tillSettleMs: number;
  /** Never offered to any store, units per item and location. */
  readonly safetyStock: number;
  /** What the store is told when an accepted order loses its units. */
  readonly loser: 'hold' | 'move' | 'backorder' | 'cancel';
  readonly cartHolds: { readonly enabled: boolean; readonly ttlMs: number; readonly unitsPerCartMax: number };
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
