import type { Tx, UnitOfWork } from '@tillbridge/persistence';
import { explainItem, type WhyPlace } from '@tillbridge/stock-domain';
import { noReferences, type Ledger } from '../ledger/ledger';
import type { Shop } from '../shop/shop';

export interface ExplainDeps {
  readonly uow: UnitOfWork;
  readonly ledger: Ledger;
  readonly shop: (tx: Tx) => Promise<Shop>;
  readonly now: () => Date;
}

export interface StockExplained {
  readonly itemId: string;
  readonly version: number;
  readonly policyVersion: number;
  readonly places: readonly (WhyPlace & { readonly linked: boolean })[];
}

/** Why each store may sell what it may of one item, judged now. null for an item that nobody has listed. */
export async function explainStock(deps: ExplainDeps, itemId: string): Promise<StockExplained | null> {
  return deps.uow.run(async (tx) => {
    const { layout } = await deps.shop(tx);
    const { items, listings } = await deps.ledger.load(tx, { ...noReferences, items: [itemId] });
    const item = items.get(itemId);
    if (item === undefined) return null;
    const sellers = new Set([...listings.values()].filter((row) => row.itemId === itemId).map((row) => row.channel));
    return {
      itemId,
      version: item.version,
      policyVersion: layout.policy.version,
      places: explainItem(item, layout, deps.now().getTime()).map((place) => ({
        ...place,
        linked: sellers.has(place.channel),
      })),
    };
  });
}
