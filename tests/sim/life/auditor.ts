import type { StoreWatcher } from '../world/sim-store';
import type { TillMove, TillWatcher } from '../world/sim-till';
import { Exposure, ItemBooks } from './books';
import type { Chronicle } from './chronicle';
import { unitsOff } from './expected-shown';
import type { Finding } from './finding';
import { storeNames, type Plan } from './plan';

/** Units that were short, or came, then. */
interface Dated {
  readonly atMs: number;
  readonly units: number;
}

interface Shortage extends Dated {
  /** What stores had been told by then. */
  readonly told: number;
}

/**
 * Keeps books of its own, from what stores and till show anybody who looks at them, and judges the bridge by these alone: it
 * knows nothing of how the bridge works. What a store shows too much is excused only by what somebody did to a vendor, and only
 * for as long as word of it may take.
 */
export class Auditor implements TillWatcher {
  readonly findings: Finding[] = [];
  /** Units sold that nobody had, with nothing to excuse it. */
  oversold = 0;
  private readonly books = new Map<string, ItemBooks>();
  private readonly exposures = new Map<string, Exposure>();
  private readonly shortages = new Map<string, Shortage[]>();
  private readonly arrivals = new Map<string, Dated[]>();

  constructor(
    private readonly plan: Plan,
    /** Stands still while anything is disturbed: nobody can be blamed for what could not be known yet. */
    private readonly calmMs: () => number,
    private readonly chronicle: Chronicle,
  ) {
    for (const sku of plan.stock.keys()) this.books.set(sku, new ItemBooks(storeNames));
  }

  booksOf(sku: string): ItemBooks {
    const books = this.books.get(sku);
    if (books === undefined) throw new Error(`nobody stocked ${sku}`);
    return books;
  }

  open(sku: string, units: number): void {
    this.booksOf(sku).till({ outlet: this.plan.outlets[0]!, delta: units, isOurs: false });
    this.chronicle.tell(sku, `${units} lie there at the opening`);
    this.judge(sku, 0);
  }

  onTill({ sku, ...move }: TillMove, what: string): void {
    this.booksOf(sku).till(move);
    if (!move.isOurs) this.noteArrival(sku, move.delta);
    this.chronicle.tell(sku, `till ${what}: level ${this.booksOf(sku).tillLevel}, free ${this.booksOf(sku).free}`);
    this.judge(sku, move.isOurs ? 0 : this.plan.latencyMs);
  }

  watch(store: string): StoreWatcher {
    return {
      onLevel: (sku, level, move, what) => {
        const books = this.booksOf(sku);
        books.level(store, level, move);
        this.chronicle.tell(sku, `${store} ${what}: shows ${level}, free ${books.free}`);
        // A sale has lowered what is free a moment ago; it excuses what the other stores show, not what its own does.
        const { latencyMs, lookedOverMs } = this.plan;
        this.judge(sku, { push: 0, sale: 0, restock: latencyMs, hand: lookedOverMs }[move]);
      },
      onOrder: (order, what) => {
        for (const sku of new Set(order.lines.map((line) => line.sku))) {
          const books = this.booksOf(sku);
          const before = { free: books.free, told: books.told };
          books.order(sku, order);
          this.chronicle.tell(sku, `${store} ${order.order} ${what}`);
          this.judgeTold(sku, books.told - before.told, before.free);
          this.noteArrival(sku, books.free - before.free - (books.told - before.told));
          // It lowers its own store's level in the same moment.
          this.judge(
            sku,
            this.plan.latencyMs,
            books.free < before.free ? { store, units: before.free - books.free } : undefined,
          );
        }
      },
    };
  }

  private judge(sku: string, excusedMs: number, sale?: { store: string; units: number }): void {
    const books = this.booksOf(sku);
    const atMs = this.calmMs();
    if (books.free < 0) this.noteShortage(sku, -books.free);
    const shownBy = (store: string) =>
      Math.max(0, (books.shown.get(store) ?? 0) - (sale?.store === store ? sale.units : 0));
    const stores = [...books.shown.keys()];
    const seen = stores.map((store) => [store, shownBy(store)] as const);
    const together = seen.reduce((sum, [, shown]) => sum + shown, 0);
    const all = this.plan.mode === 'escrow' ? [['the stores together', together] as const] : seen;
    for (const [who, shown] of all) {
      const exposure = this.exposureOf(`${sku} ${who}`);
      exposure.now(shown, books.free, atMs, excusedMs);
      const excess = exposure.unexcused(atMs) - this.untold(sku);
      if (excess > 0)
        this.find(this.plan.mode === 'escrow' ? 'I7' : 'I8', sku, `${who} show ${shown}, ${books.free} are free`);
      if (excess > 0 && sale !== undefined) this.oversold += Math.min(excess, sale.units);
    }
  }

  /** @param free before they were told */
  private judgeTold(sku: string, more: number, free: number): void {
    if (more <= 0) return;
    const since = this.calmMs() - this.plan.latencyMs;
    const lately = ({ atMs }: Dated) => atMs >= since;
    const short = (this.shortages.get(sku) ?? []).filter(lately).map(({ units }) => units);
    // What came lately may not have been known yet when it was judged.
    const come = (this.arrivals.get(sku) ?? []).filter(lately).reduce((sum, { units }) => sum + units, 0);
    if (more > Math.max(0, ...short, come - free))
      this.find('I3', sku, `${more} units are told short that were not short`);
  }

  private noteShortage(sku: string, units: number): void {
    const { told } = this.booksOf(sku);
    this.shortages.set(sku, [...(this.shortages.get(sku) ?? []), { atMs: this.calmMs(), units, told }]);
  }

  /** Units that were short lately, and of which no store was told yet: what comes meanwhile is not theirs. */
  private untold(sku: string): number {
    const since = this.calmMs() - this.plan.latencyMs;
    const { told } = this.booksOf(sku);
    const lately = (this.shortages.get(sku) ?? []).filter(({ atMs }) => atMs >= since);
    return Math.max(0, ...lately.map((short) => short.units - (told - short.told)));
  }

  private noteArrival(sku: string, units: number): void {
    if (units > 0) this.arrivals.set(sku, [...(this.arrivals.get(sku) ?? []), { atMs: this.calmMs(), units }]);
  }

  private exposureOf(key: string): Exposure {
    const known = this.exposures.get(key) ?? new Exposure();
    this.exposures.set(key, known);
    return known;
  }

  find(invariant: string, sku: string | null, what: string): void {
    this.chronicle.tell(sku, `${invariant} BROKEN: ${what}`);
    this.findings.push({ invariant, sku, what });
  }

  /** What is not as it has to be once all is known everywhere, by item: units that differ, and what differs. */
  drift(): readonly { readonly sku: string; readonly units: number; readonly what: string }[] {
    return [...this.books].flatMap(([sku, books]) => {
      const { tillLevel, tillLevels, free, missing } = books;
      const shown = [...books.shown].sort().map(([, level]) => level);
      const units = Math.abs(tillLevel - free) + unitsOff({ tillLevels, missing, shown }, this.plan);
      const what = `the till shows ${tillLevel}, ${free} are free; stores show ${shown.join(' and ')}, ${missing} are missing`;
      return units === 0 ? [] : [{ sku, units, what }];
    });
  }
}
