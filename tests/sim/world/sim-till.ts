import type { SeenRow, SeenSale, WakeReason } from '@tillbridge/gateway-kit';
import type { Network } from './network';
import type { VirtualTime } from './virtual-time';

export interface SimTillOptions {
  /** Units at the opening, by SKU; at the first outlet. */
  readonly stock: ReadonlyMap<string, number>;
  readonly outlets?: readonly string[];
  readonly time: VirtualTime;
  readonly network: Network;
  /** A webhook arrives at the bridge after this; it only says that polling is worth while. */
  wake(reason: WakeReason, afterMs: number): void;
  readonly watcher: TillWatcher;
}

export interface TillMove {
  readonly sku: string;
  readonly outlet: string;
  readonly delta: number;
  /** The bridge recorded it. */
  readonly isOurs: boolean;
}

/** What anybody sees who looks at the till. */
export interface TillWatcher {
  onTill(move: TillMove, what: string): void;
}

export interface Sold {
  readonly sku: string;
  readonly units: number;
}

/** One state of something, and since when. */
interface Version<T> {
  readonly atMs: number;
  readonly state: T & { version: string };
}

/**
 * A till of the X-Series' kind: one rising version over all rows and sales, feeds to poll, sales under the id they are given.
 * Its level is a number in a program: it may show a unit that a walk-in buyer has, until the sale is rung up, never after.
 */
export class SimTill {
  private readonly rows = new Map<string, Version<SeenRow>[]>();
  private readonly sales = new Map<string, Version<SeenSale>[]>();
  private version = 0n;
  private walkIns = 0;
  private readonly outlets: readonly string[];

  constructor(readonly options: SimTillOptions) {
    this.outlets = options.outlets ?? ['main'];
    for (const [sku, units] of options.stock)
      for (const outlet of this.outlets) this.setRow(sku, outlet, outlet === this.outlets[0] ? units : 0);
  }

  get skus(): readonly string[] {
    return [...this.options.stock.keys()];
  }

  level(sku: string, outlet: string): number {
    return this.rows.get(keyOf(sku, outlet))?.at(-1)?.state.level ?? 0;
  }

  /** At all outlets together. */
  total(sku: string): number {
    return this.outlets.reduce((sum, outlet) => sum + this.level(sku, outlet), 0);
  }

  /** Someone pays at the till, or brings something back: `units` below 0. @returns the sale */
  ringUp(sku: string, units = 1, outlet = this.outlets[0]!): string {
    const saleId = this.nextSale();
    this.record(saleId, [{ sku, units }], { outlet, isOurs: false, counts: true });
    return saleId;
  }

  /** Set aside for a customer who is still looking: no level moves yet. */
  park(sku: string, units: number, outlet = this.outlets[0]!): string {
    const saleId = this.nextSale();
    this.record(saleId, [{ sku, units }], { outlet, isOurs: false, counts: false });
    return saleId;
  }

  /** What was parked is paid. */
  finish(saleId: string): void {
    const sale = this.saleOf(saleId);
    this.record(saleId, soldIn(sale), { outlet: sale.location as string, isOurs: sale.ours, counts: true });
  }

  /** A sale is taken back as if it had never been. */
  void(saleId: string): void {
    const sale = this.saleOf(saleId);
    const sold = sale.lines.filter(({ effect }) => effect !== 0);
    const lines = sale.lines.map((line) => ({ ...line, effect: 0 }));
    this.putSale({ ...sale, voided: true, lines });
    for (const { externalId, effect } of sold)
      this.move(externalId, sale.location as string, -effect, sale.ours, `${saleId} is voided`);
    this.announce('sales');
  }

  /** A delivery, a count, a correction: a level moves without a sale. */
  adjust(sku: string, delta: number, why: string, outlet = this.outlets[0]!): void {
    this.move(sku, outlet, delta, false, why);
    this.announce('levels');
  }

  /** A web order is recorded, under the id that the bridge gives it; once, however often it is sent. */
  post(postId: string, sold: readonly Sold[], outlet: string): void {
    if (!this.sales.has(postId)) this.record(postId, sold, { outlet, isOurs: true, counts: true });
  }

  has(saleId: string): boolean {
    return this.sales.has(saleId);
  }

  /** Rows and sales as they stood then, what nobody knew of yet left out; in the order in which they changed. */
  rowsAsOf(atMs: number): readonly (SeenRow & { version: string })[] {
    return asOf(this.rows, atMs);
  }

  salesAsOf(atMs: number): readonly (SeenSale & { version: string })[] {
    return asOf(this.sales, atMs);
  }

  private record(
    saleId: string,
    sold: readonly Sold[],
    { outlet, isOurs, counts }: { outlet: string; isOurs: boolean; counts: boolean },
  ): void {
    const lines = sold.map(({ sku, units }, index) => ({
      lineId: String(index + 1),
      externalId: sku,
      kind: units < 0 ? ('return' as const) : ('sale' as const),
      effect: counts ? -units : 0,
      units,
    }));
    const at = this.options.time.now().toISOString();
    this.putSale({ saleId, version: null, at, location: outlet, ours: isOurs, voided: false, lines });
    for (const { externalId, effect } of lines)
      if (effect !== 0) this.move(externalId, outlet, effect, isOurs, `${saleId} is rung up`);
    this.announce('sales');
  }

  private announce(reason: WakeReason): void {
    const { network, wake } = this.options;
    if (!network.losesWebhook()) wake(reason, network.webhookMs());
  }

  private saleOf(saleId: string): SeenSale {
    const sale = this.sales.get(saleId)?.at(-1)?.state;
    if (sale === undefined) throw new Error(`there is no sale ${saleId}`);
    return sale;
  }

  private nextSale(): string {
    this.walkIns += 1;
    return `walk-in-${this.walkIns}`;
  }

  private move(sku: string, outlet: string, delta: number, isOurs: boolean, what: string): void {
    this.setRow(sku, outlet, this.level(sku, outlet) + delta);
    const signed = `${delta > 0 ? '+' : ''}${delta}`;
    this.options.watcher.onTill({ sku, outlet, delta, isOurs }, `${what} at ${outlet}: ${signed}`);
  }

  private putSale(sale: SeenSale): void {
    this.append(this.sales, sale.saleId, sale);
  }

  private setRow(sku: string, outlet: string, level: number): void {
    this.append<SeenRow>(this.rows, keyOf(sku, outlet), {
      externalId: sku,
      location: outlet,
      level,
      version: null,
      stampMs: null,
    });
  }

  private append<T extends object>(all: Map<string, Version<T>[]>, key: string, state: T): void {
    this.version += 1n;
    const next = { atMs: this.options.time.elapsedMs, state: { ...state, version: String(this.version) } };
    all.set(key, [...(all.get(key) ?? []), next]);
  }
}

const keyOf = (sku: string, outlet: string): string => `${sku}@${outlet}`;

/** The lines of a sale keep how many they are of, counted or not. */
function soldIn(sale: SeenSale): readonly Sold[] {
  return sale.lines.map((line) => ({ sku: line.externalId, units: (line as typeof line & { units: number }).units }));
}

function asOf<T extends object>(
  all: ReadonlyMap<string, readonly Version<T>[]>,
  atMs: number,
): readonly (T & { version: string })[] {
  const states = [...all.values()].flatMap((versions) => versions.findLast((each) => each.atMs <= atMs)?.state ?? []);
  return states.sort((a, b) => Number(BigInt(a.version) - BigInt(b.version)));
}
