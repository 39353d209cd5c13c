import type { Point } from './history';

/** Up to how many units of an item are dealt out to one store each, instead of being shown in all of them. */
export interface Dealing {
  /** So few are dealt out whenever all is quiet. */
  always: number;
  /** So few may be: what was dealt out is shared again only when there are more. */
  atMost: number;
}

type Shown = Readonly<Record<string, number | null>>;

/**
 * What counts as shown by a store. Where the last units may be dealt out, so that no two stores sell the same one, what the
 * stores show together is what every one of them can be held to, and none of it is hidden.
 */
export function offeredBy(point: Point, channel: string, { atMost }: Dealing): number {
  const own = point.available[channel] ?? 0;
  return point.sellable > atMost ? own : Math.max(own, Math.min(point.sellable, together(point.available)));
}

/** Whether what the stores show is a deal: all of it, each unit in one of them. A level below nothing hides one too many. */
export function isDealtOut(sellable: number, shown: Shown, { atMost }: Dealing): boolean {
  const isLevel = (units: number | null) => units !== null && units >= 0;
  return sellable > 0 && sellable <= atMost && Object.values(shown).every(isLevel) && together(shown) === sellable;
}

/** Whether a store shows what may be sold: all of it, or its part where it is dealt out. */
export function agrees({ available, sellable }: Point, channel: string, dealing: Dealing): boolean {
  return (available[channel] ?? 0) === sellable || isDealtOut(sellable, available, dealing);
}

/**
 * What every store should show now that all is quiet. Where units have to be dealt out and are not, the first store is
 * expected to show what the others leave.
 */
export function expectedIn(sellable: number, shown: Shown, dealing: Dealing): Record<string, number> {
  const channels = Object.keys(shown);
  if (isDealtOut(sellable, shown, dealing)) return Object.fromEntries(channels.map((each) => [each, shown[each] ?? 0]));
  if (sellable > dealing.always) return Object.fromEntries(channels.map((each) => [each, sellable]));
  let left = sellable;
  const part = (channel: string): number => {
    const units = Math.min(left, Math.max(0, shown[channel] ?? 0));
    left -= units;
    return units;
  };
  const parts = Object.fromEntries(channels.map((channel) => [channel, part(channel)]));
  return { ...parts, [channels[0]!]: parts[channels[0]!]! + left };
}

const together = (shown: Shown): number =>
  Object.values(shown).reduce<number>((sum, units) => sum + Math.max(0, units ?? 0), 0);
