import fc from 'fast-check';
import { isProvisional, isWaitingForRivals } from './arbitration-window';
import { decideOrderLine, type LineClaim } from './decide-order';
import { assertItem } from './invariants';
import type { ItemState, PromiseState } from './item-state';
import { isSameLine } from './keys';
import { claim } from './paper-item';
import type { ShopLayout } from './policy';
import { revisitAt } from './revisit';
import { settleClaims } from './settle-claims';
import { atThree, channels, oneItem, threeItems, threeLocations, windowed } from './spec-places';

// While nothing leaves the shelf, no order loses a unit that was accepted for good and is paid, whatever others do.

/** What one of five orders does to its line of an item: it begins or grows, shrinks, or is paid. */
interface Act {
  readonly afterMs: number;
  readonly order: number;
  readonly item: number;
  readonly what: 'grow' | 'shrink' | 'pay';
  readonly units: number;
}

const acts = (items: number) =>
  fc.array(
    fc.record<Act>({
      afterMs: fc.constantFrom(0, 0, 60, 100, 300, 1_000),
      order: fc.nat(4),
      item: fc.nat(items - 1),
      what: fc.constantFrom('grow', 'grow', 'grow', 'shrink', 'pay'),
      units: fc.integer({ min: 1, max: 2 }),
    }),
    { minLength: 2, maxLength: 14 },
  );

/** The buyers behind the five orders. */
const buyers = fc.array(
  fc.record({ channel: fc.constantFrom(...channels), paid: fc.constantFrom(true, true, false), placedAt: fc.nat(3) }),
  { minLength: 5, maxLength: 5 },
);

class Day {
  private now = 1_000;
  private readonly lines = new Map<string, LineClaim>();

  constructor(
    private items: readonly ItemState[],
    private readonly layout: ShopLayout,
    private readonly buyers: readonly Pick<LineClaim, 'channel' | 'paid' | 'placedAt'>[],
  ) {}

  play({ afterMs, order, item, what, units }: Act): void {
    if (afterMs > 0) this.decideUntil(this.now + afterMs);
    for (const [index, known] of this.items.entries()) {
      const line = this.lineOf(order, index, index === item && what !== 'pay' ? (what === 'grow' ? units : -units) : 0);
      if (line === null) continue;
      const changed = what === 'pay' ? { ...line, paid: true } : line;
      this.lines.set(`${order}/${index}`, changed);
      this.items = this.items.with(index, decideOrderLine(known, changed, this.layout));
    }
    if (afterMs > 0) this.decide();
  }

  private lineOf(order: number, item: number, more: number): LineClaim | null {
    const known = this.lines.get(`${order}/${item}`);
    if (known === undefined && more <= 0) return null;
    const { ordered, current } = known ?? { ordered: 0, current: 0 };
    const { channel, placedAt } = this.buyers[order];
    const wasPaid = [...this.lines.values()].some((line) => line.order === String(order) && line.paid);
    return claim(String(order), {
      ...{ channel, storeLocation: channel, placedAt, line: String(item) },
      paid: wasPaid || this.buyers[order].paid,
      ordered: ordered + Math.max(0, more),
      current: Math.max(0, current + more),
    });
  }

  decideUntil(moment: number): void {
    for (;;) {
      const dues = this.items.flatMap((item) => revisitAt(item, this.now) ?? []).filter((at) => at <= moment);
      if (dues.length === 0) break;
      this.now = Math.min(...dues);
      this.decide();
    }
    this.now = moment;
  }

  private decide(): void {
    const before = this.items;
    const { items, losses } = settleClaims(before, this.layout, this.now);
    this.items = items;
    for (const [index, item] of items.entries()) {
      assertItem(item, this.now);
      for (const promise of before[index].promises) {
        const after = item.promises.find((each) => isSameLine(each, promise))!;
        expect(after.owed - after.short).toBeGreaterThanOrEqual(Math.min(this.keptForGood(promise), after.owed));
        const told = losses.filter((loss) => isSameLine(loss, promise)).reduce((total, { units }) => total + units, 0);
        expect(told).toBe(after.short - promise.short);
      }
    }
  }

  /** Paid units that a decision gave this line, and that no rival may still ask for. */
  private keptForGood(promise: PromiseState): number {
    const { paid, accepted, provisional, short } = promise;
    if (!paid) return 0;
    const isOpen = isWaitingForRivals(promise, this.now) || !isProvisional(promise, this.now);
    return Math.max(0, (isOpen ? accepted : Math.min(accepted, provisional!.accepted)) - short);
  }
}

describe('what is accepted for good', () => {
  it.each<[string, fc.Arbitrary<readonly ItemState[]>, number, ShopLayout]>([
    ['of one item', oneItem(8), 1, windowed({})],
    ['of one item without a window', oneItem(8), 1, windowed({ arbitrationWindowMs: 0 })],
    ['of one item in whole orders', oneItem(8), 1, windowed({ orders: 'whole' })],
    ['of three items', threeItems(5), 3, windowed({})],
    ['of three items in whole orders', threeItems(5), 3, windowed({ orders: 'whole' })],
    ['at three locations', threeLocations, 1, windowed({}, atThree)],
    ['at three locations without a window', threeLocations, 1, windowed({ arbitrationWindowMs: 0 }, atThree)],
    ['at three locations in undivided lines', threeLocations, 1, windowed({ splitLines: false }, atThree)],
  ])('stays, and what is lost is told once: %s', (_, stock, items, layout) => {
    fc.assert(
      fc.property(stock, buyers, acts(items), (levels, people, life) => {
        const day = new Day(levels, layout, people);
        for (const act of life) day.play(act);
        day.decideUntil(1_000_000);
      }),
      { numRuns: 500 },
    );
  });
});
