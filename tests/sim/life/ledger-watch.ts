import type { ItemState, PromiseState } from '@tillbridge/stock-domain';
import type { LedgerEntry } from '../../../apps/inventory-core/src/ledger/ledger';
import { found, lineOf, type Finding } from './finding';

/** What may not be judged yet, because what is behind it cannot be known, may be so for as long as word of it may take. */
export interface Calm {
  calmMs(): number;
  readonly latencyMs: number;
}

/** Sums of the movements of one item at one location. */
interface Sums {
  gross: number;
  reserved: number;
  claim: number;
}

/**
 * Looks at the core's tables after every commit, with arithmetic of its own: every level and every promise is what its
 * movements come to (I2, I10), no order line is promised twice or for less than nothing (I3, I9), no version ever comes back
 * with another meaning (I6), and more is promised than there is only for as long as that may be unknown (I1). Each breach is
 * told once, when it begins.
 */
export class LedgerWatch {
  /** Since when more is promised than there is, by level, in undisturbed time. */
  private readonly overSince = new Map<string, number>();
  private readonly seen = new Map<string, ItemState>();
  private readonly sums = new Map<string, Sums>();
  private readonly broken = new Set<string>();

  constructor(
    private readonly items: () => readonly ItemState[],
    private readonly tell: (finding: Finding) => void,
    private readonly calm: Calm,
  ) {}

  committed(movements: readonly LedgerEntry[]): void {
    const changed = this.items().filter((item) => this.seen.get(item.itemId) !== item);
    const findings = [...this.count(movements), ...changed.flatMap((item) => this.check(item))];
    for (const item of changed) this.seen.set(item.itemId, item);
    for (const finding of findings) {
      const name = `${finding.invariant} ${finding.what}`;
      if (!this.broken.has(name)) this.tell(finding);
      this.broken.add(name);
    }
  }

  private count(movements: readonly LedgerEntry[]): readonly Finding[] {
    for (const { itemId, location, gross, reserved, claim } of movements) {
      const before = this.sumsOf(itemId, location);
      const after = { gross: before.gross + gross, reserved: before.reserved + reserved, claim: before.claim + claim };
      this.sums.set(keyOf(itemId, location), after);
    }
    return movements
      .filter(({ causeId }) => causeId === '')
      .map(({ itemId, kind }) => found('I10', `a movement of ${itemId} (${kind}) has no cause`));
  }

  private check(item: ItemState): readonly Finding[] {
    return [...this.checkLevels(item), ...this.checkEnough(item), ...checkPromises(item), ...this.checkVersions(item)];
  }

  private checkLevels({ itemId, levels, promises }: ItemState): readonly Finding[] {
    return levels.flatMap(({ location, mirror }) => {
      const { gross, reserved, claim } = this.sumsOf(itemId, location);
      const kept = (mirror.base ?? 0) + mirror.recorded + mirror.concluded;
      const promised = promises.reduce((sum, promise) => sum + setAsideAt(promise, location), 0);
      const differs = (what: string, moved: number, is: number) =>
        moved === is
          ? []
          : [found('I2', `${what} of ${itemId} at ${location}: movements come to ${moved}, it is ${is}`)];
      const level = mirror.base === null ? [] : differs('the level', gross, kept);
      return [
        ...level,
        ...differs('the claim', claim, mirror.claim),
        ...differs('what is set aside', reserved, promised),
      ];
    });
  }

  private checkEnough({ itemId, levels, promises }: ItemState): readonly Finding[] {
    return levels.flatMap(({ location }) => {
      const key = keyOf(itemId, location);
      const { gross, claim } = this.sumsOf(itemId, location);
      const promised = promises.reduce((sum, promise) => sum + Math.max(0, setAsideAt(promise, location)), 0);
      const over = promised - Math.max(0, gross - claim);
      if (over <= 0) this.overSince.delete(key);
      const since = this.overSince.get(key) ?? this.calm.calmMs();
      if (over > 0) this.overSince.set(key, since);
      const isLate = over > 0 && this.calm.calmMs() > since + this.calm.latencyMs;
      return isLate
        ? [found('I1', `${promised} of ${itemId} are promised at ${location}, ${gross - claim} are there`)]
        : [];
    });
  }

  private checkVersions(item: ItemState): readonly Finding[] {
    const before = this.seen.get(item.itemId);
    if (before === undefined) return [];
    const isBack = item.version <= before.version;
    return [
      ...(isBack ? [found('I6', `${item.itemId} goes from version ${before.version} to ${item.version}`)] : []),
      ...item.published.flatMap((now) => {
        const was = before.published.find((each) => isSameView(each, now));
        if (was === undefined || was.version < now.version || was === now) return [];
        const isSame = was.version === now.version && was.lowerTo === now.lowerTo && was.raiseTo === now.raiseTo;
        return isSame ? [] : [found('I6', `${now.channel} is published ${item.itemId} after version ${was.version}`)];
      }),
    ];
  }

  private sumsOf(itemId: string, location: string): Sums {
    return this.sums.get(keyOf(itemId, location)) ?? { gross: 0, reserved: 0, claim: 0 };
  }
}

type View = ItemState['published'][number];

const isSameView = (one: View, other: View): boolean =>
  one.channel === other.channel && one.storeLocation === other.storeLocation;
const keyOf = (itemId: string, location: string): string => `${itemId}@${location}`;

function checkPromises({ promises }: ItemState): readonly Finding[] {
  const names = promises.map(lineOf);
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  const less = promises.filter(({ owed, short, accepted, ordered, restocked }) => {
    return Math.min(owed, short, accepted, ordered, restocked) < 0 || short > owed;
  });
  return [
    ...twice.map((name) => found('I3', `${name} is promised twice`)),
    ...less.map((promise) => found('I9', `${lineOf(promise)} is promised for less than nothing`)),
  ];
}

/** Units that a level sets aside for a promise; fewer than none while something that came back is not booked there yet. */
function setAsideAt(promise: PromiseState, location: string): number {
  const { owed, short, folded, elsewhere, returned } = promise;
  const parts = elsewhere.reduce((sum, { units }) => sum + units, 0);
  const there = elsewhere.reduce((sum, part) => sum + (part.location === location ? part.units : 0), 0);
  const back = returned.reduce((sum, each) => sum + (each.location === location ? each.units - each.folded : 0), 0);
  return (promise.location === location ? owed - short - folded - parts : 0) + there - back;
}
