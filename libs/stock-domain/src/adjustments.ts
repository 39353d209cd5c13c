import type { Adjustment, ItemState, PlacedPost } from './item-state';

// Corrections of the till. To its level they are posts as those of orders are, so nothing is counted twice meanwhile.

/** Units that a location sets aside for them, until the till has shown them for certain. */
export function adjustedAt(item: ItemState, location: string): number {
  return sumOf(item, location, ({ units }) => units);
}

/** As {@link adjustedAt}, but what is given back counts only once the till shows it: nothing is raised before. */
export function adjustedForRaise(item: ItemState, location: string): number {
  return sumOf(item, location, (adjustment) =>
    adjustment.units > 0 || adjustment.post.state === 'settled' ? adjustment.units : 0,
  );
}

export function adjustmentsAt(item: ItemState, location: string): readonly Adjustment[] {
  return item.adjustments.filter((adjustment) => adjustment.location === location);
}

function sumOf(item: ItemState, location: string, unitsOf: (adjustment: Adjustment) => number): number {
  return adjustmentsAt(item, location).reduce((total, adjustment) => total + unitsOf(adjustment), 0);
}

export function newAdjustment(
  of: Pick<Adjustment, 'id' | 'channel' | 'storeLocation' | 'location' | 'units'>,
): Adjustment {
  return { ...of, post: waitingPost(of), granted: 0 };
}

const waitingPost = ({ location, units }: Pick<Adjustment, 'location' | 'units'>): PlacedPost => ({
  location,
  postId: null,
  kind: units > 0 ? 'sale' : 'reverse',
  units: Math.abs(units),
  state: 'unposted',
  versionBefore: null,
  firstSentAt: null,
  answeredAt: null,
  maybeInRow: false,
});

/** The till neither shows it nor can: it waits, or was refused. */
export const isUnsent = ({ post }: Adjustment): boolean => post.state === 'refused' || post.firstSentAt === null;

export function unsentAt(item: ItemState, location: string): readonly Adjustment[] {
  return adjustmentsAt(item, location).filter(isUnsent);
}

/** What the till refused is to be recorded under a new id: a person has removed the reason. */
export function adjustAgain(item: ItemState, id: string): ItemState {
  return withAdjustments(item, (adjustment) =>
    adjustment.id === id && adjustment.post.state === 'refused'
      ? { ...adjustment, post: waitingPost(adjustment) }
      : adjustment,
  );
}

/** The same item where `change` changes none. */
export function withAdjustments(item: ItemState, change: (adjustment: Adjustment) => Adjustment): ItemState {
  const adjustments = item.adjustments.map(change);
  const isSame = adjustments.every((adjustment, index) => adjustment === item.adjustments[index]);
  return isSame ? item : { ...item, adjustments };
}
