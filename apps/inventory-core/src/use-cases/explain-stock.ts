import { StaleVersion, type Tx, type UnitOfWork } from '@tillbridge/persistence';
import { explainItem, takingPart, type WhyEdits, type WhyPlace } from '@tillbridge/stock-domain';
import { noReferences, keptBy, type Ledger, type Listing } from '../ledger/ledger';
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
  readonly places: readonly PlaceExplained[];
}

export interface PlaceExplained extends Omit<WhyPlace, 'acknowledged' | 'edits'> {
  readonly withheld: Withheld | null;
  /** `since`: ISO time. */
  readonly edits: (Omit<WhyEdits, 'since'> & { readonly since: string | null }) | null;
  /** `at`: ISO time. */
  readonly acknowledged: { readonly version: number; readonly shown: number; readonly at: string } | null;
}

/** Why a place is told nothing at all, whatever the numbers. */
export type Withheld = 'not linked' | 'not tracked' | 'removed' | 'no level read';

/** Why each store may sell what it may of one item, judged now. null for an item that nobody has listed. */
export async function explainStock(deps: ExplainDeps, itemId: string): Promise<StockExplained | null> {
  return deps.uow.run(async (tx) => {
    const { layout, till } = await deps.shop(tx);
    const references = { ...noReferences, items: [itemId] };
    const { items, listings } = await deps.ledger.load(tx, references);
    const item = items.get(itemId);
    if (item === undefined) return null;
    // Read in several statements: only if nobody decided in between do the parts belong together.
    const again = await deps.ledger.load(tx, references);
    if (again.items.get(itemId)?.version !== item.version)
      throw new StaleVersion(`item ${itemId} changed while it was read`);
    const links = [...listings.values()].filter((row) => row.itemId === itemId);
    const linked = takingPart(keptBy(links), layout);
    return {
      itemId,
      version: item.version,
      policyVersion: layout.policy.version,
      places: explainItem(item, layout, deps.now().getTime(), linked).map((place) => ({
        ...place,
        edits: place.edits && {
          ...place.edits,
          since: place.edits.since === null ? null : new Date(place.edits.since).toISOString(),
        },
        acknowledged: place.acknowledged && {
          ...place.acknowledged,
          at: new Date(place.acknowledged.at).toISOString(),
        },
        withheld: layout.sellers.has(place.channel) ? null : withheldFrom(place, links, till),
      })),
    };
  });
}

function withheldFrom(place: WhyPlace, links: readonly Listing[], till: string): Withheld | null {
  const link = links.find(({ channel }) => channel === place.channel);
  if (link === undefined) return 'not linked';
  if (link.standing === 'gone') return 'removed';
  const atTill = links.find(({ channel }) => channel === till);
  if (!link.tracked || atTill?.tracked === false) return 'not tracked';
  return place.locations.some(({ read }) => read) ? null : 'no level read';
}
