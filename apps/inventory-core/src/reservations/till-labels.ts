import { labelOf } from '../ledger/ledger';
import type { Session } from '../use-cases/session';
import type { WantedLine, WrongField } from './requests';

/** Which item a line names. Made once per batch, of the listings that its SKUs may mean. */
export class TillLabels {
  private readonly items = new Map<string, Set<string>>();

  constructor(private readonly session: Session) {
    for (const { channel, sku, itemId, removed } of session.allListings()) {
      const label = labelOf(sku);
      if (channel !== session.till || removed || itemId === null || label === null) continue;
      this.items.set(label, (this.items.get(label) ?? new Set()).add(itemId));
    }
  }

  /** The item's id, or what is wrong with how it is named. */
  itemOf({ itemId, sku }: WantedLine, index: number): string | WrongField {
    if (itemId !== null) {
      if (this.session.knows(itemId)) return itemId;
      const remedy = 'is no item known here; look it up by SKU at GET /items?sku=';
      return { field: `lines[${index}].itemId`, value: itemId, remedy };
    }
    const found = [...(this.items.get(labelOf(sku) ?? '') ?? [])].sort();
    if (found.length === 1) return found[0];
    const remedy =
      found.length === 0
        ? 'is no SKU of the till; list the item there first, or name it by itemId'
        : `is the SKU of several items; name one of them by itemId: ${found.join(', ')}`;
    return { field: `lines[${index}].sku`, value: sku ?? '', remedy };
  }
}
