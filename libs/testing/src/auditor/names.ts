import type { Evidence } from './evidence';

/**
 * One name per thing, whatever its label was at the moment: labels that one vendor id has carried belong together, and
 * equal labels at different vendors do too. The first label seen becomes the item's name.
 */
export class Names {
  private readonly parent = new Map<string, string>();

  constructor(evidence: Evidence) {
    const { till, stores } = evidence;
    this.join([
      ...till.opening.levels.map(({ productId, sku }) => [productId, sku] as const),
      ...till.log.flatMap((entry) => (entry.kind === 'product' ? [[entry.productId, entry.sku] as const] : [])),
      ...till.state.levels.map(({ productId, sku }) => [productId, sku] as const),
    ]);
    for (const store of stores) {
      this.join(
        [...store.opening.levels, ...store.state.levels].map(({ variantId, sku }) => [variantId, sku] as const),
      );
    }
  }

  of(sku: string): string {
    let name = sku;
    for (let up = this.parent.get(name); up !== undefined && up !== name; up = this.parent.get(name)) name = up;
    return name;
  }

  /** Both labels of a rename may already be known apart, so roots are joined, not labels. */
  private join(pairs: (readonly [string, string])[]): void {
    const firstLabel = new Map<string, string>();
    for (const [id, sku] of pairs) {
      const first = firstLabel.get(id) ?? sku;
      firstLabel.set(id, first);
      const [root, other] = [this.of(first), this.of(sku)];
      if (root !== other) this.parent.set(other, root);
    }
  }
}
