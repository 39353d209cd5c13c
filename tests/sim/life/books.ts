import type { TillMove } from '../world/sim-till';
import type { LevelMove, StoreOrder } from '../world/sim-store';

/** How much more than exists something showed at one moment may be, and until when. */
interface Excuse {
  readonly untilMs: number;
  readonly units: number;
}

/** What is free of one item, and what one store, or all of them together, show of it. */
export class Exposure {
  private shown = 0;
  private free = 0;
  private excuses: Excuse[] = [];

  /** @param excusedMs for how long nobody need know of it; 0 for what the bridge does itself */
  now(shown: number, free: number, atMs: number, excusedMs: number): void {
    const before = this.excess;
    [this.shown, this.free] = [Math.max(0, shown), Math.max(0, free)];
    const more = this.shown - this.free - before;
    if (excusedMs > 0 && more > 0) this.excuses.push({ untilMs: atMs + excusedMs, units: more });
  }

  /** Units shown that nobody has and that nothing excuses any more; 0 or less for none. */
  unexcused(atMs: number): number {
    this.excuses = this.excuses.filter(({ untilMs }) => untilMs >= atMs);
    return this.excess - this.excuses.reduce((sum, { units }) => sum + units, 0);
  }

  private get excess(): number {
    return this.shown - this.free;
  }
}

/** What the vendors' own pages say of one item. */
export class ItemBooks {
  /** Units by what was delivered, sold at the till, brought back, lost: all but what we recorded there. */
  private units = 0;
  /** As the till shows, by outlet. */
  private readonly levels = new Map<string, number>();
  readonly shown: Map<string, number>;
  /** Balance of what people typed, by store. */
  readonly edited = new Map<string, number>();
  private readonly lines = new Map<string, { kept: number; told: number; shipped: number }>();

  constructor(stores: readonly string[]) {
    this.shown = new Map(stores.map((store) => [store, 0]));
  }

  till({ outlet, delta, isOurs }: Omit<TillMove, 'sku'>): void {
    this.levels.set(outlet, (this.levels.get(outlet) ?? 0) + delta);
    if (!isOurs) this.units += delta;
  }

  level(store: string, level: number, move: LevelMove): void {
    const before = this.shown.get(store) ?? 0;
    this.shown.set(store, level);
    if (move === 'hand') this.edited.set(store, (this.edited.get(store) ?? 0) + level - before);
  }

  order(sku: string, { lines }: StoreOrder): void {
    for (const { sku: sold, line, kept, told, current, fulfilled } of lines)
      if (sold === sku)
        this.lines.set(line, { kept, told: Math.min(told, kept), shipped: kept - (current - fulfilled) });
  }

  get tillLevels(): readonly number[] {
    return [...this.levels.values()];
  }

  get tillLevel(): number {
    return this.tillLevels.reduce((sum, level) => sum + level, 0);
  }

  /** Units that nobody has bought; below 0 when more was sold than there is. */
  get free(): number {
    return this.units - this.sum(({ kept, told }) => kept - told);
  }

  /** Units that lie there, bought or not. */
  get onShelf(): number {
    return this.units - this.sum(({ shipped }) => Math.max(0, shipped));
  }

  get told(): number {
    return this.sum(({ told }) => told);
  }

  /** Units that a store showed less than was sold there, by people's hands: nobody knows where they are. */
  get missing(): number {
    return [...this.edited.values()].reduce((sum, edits) => sum + Math.max(0, -edits), 0);
  }

  private sum(count: (line: { kept: number; told: number; shipped: number }) => number): number {
    return [...this.lines.values()].reduce((total, line) => total + count(line), 0);
  }
}
