import type { Evidence, TillEntry, TillSale } from '../evidence';

export const outlet = 'Main';

/** The till's own books: levels of one outlet, labels and a log. */
export class PaperTill {
  readonly levels: Map<string, number>;
  readonly log: TillEntry[] = [];
  readonly sales: TillSale[] = [];
  private readonly labels = new Map<string, string>();

  constructor(private readonly opening: Record<string, number>) {
    this.levels = new Map(Object.entries(opening));
  }

  list(sku: string): void {
    this.levels.set(sku, 0);
  }

  move(sku: string, by: number): void {
    this.levels.set(sku, this.levels.get(sku)! + by);
  }

  relabel(sku: string, newSku: string): void {
    this.labels.set(sku, newSku);
  }

  evidence(): Evidence['till'] {
    const now = rows(this.levels).map((row) => ({ ...row, sku: this.labels.get(row.sku) ?? row.sku }));
    return {
      opening: { levels: rows(Object.entries(this.opening)), sales: [], products: products(Object.keys(this.opening)) },
      state: { levels: now, sales: this.sales, products: products(this.levels.keys()) },
      log: this.log,
    };
  }
}

export const productId = (sku: string): string => `product-${sku}`;

const rows = (levels: Iterable<[string, number]>) =>
  [...levels].map(([sku, level]) => ({ sku, productId: productId(sku), outlet, level }));

const products = (skus: Iterable<string>) => [...skus].map((sku) => ({ id: productId(sku), sku, name: sku }));
