/** The one place where units really are. Nobody can take what does not lie there. */
export class Shelf {
  private readonly lying: Map<string, number>;

  constructor(opening: Iterable<readonly [string, number]>) {
    this.lying = new Map(opening);
  }

  get contents(): Record<string, number> {
    return Object.fromEntries(this.lying);
  }

  units(item: string): number {
    return this.lying.get(item) ?? 0;
  }

  /** Takes what there is of the wanted units, at once and for good. Returns the units taken. */
  takeUpTo(item: string, wanted: number): number {
    const taken = Math.min(wanted, this.units(item));
    this.put(item, -taken);
    return taken;
  }

  put(item: string, units: number): void {
    this.lying.set(item, this.units(item) + units);
  }
}
