import type { Cause } from '@tillbridge/contracts';
import type { ItemState, MovementKind } from '@tillbridge/stock-domain';
import type { Session } from '../use-cases/session';

/** Items as they would be if all lines of a request can be had; nothing of it counts before {@link Draft.keep}. */
export class Draft {
  private readonly items = new Map<string, ItemState>();

  constructor(private readonly session: Session) {}

  item(itemId: string): ItemState {
    return this.items.get(itemId) ?? this.session.item(itemId);
  }

  put(item: ItemState): void {
    this.items.set(item.itemId, item);
  }

  keep(kind: MovementKind, cause: Cause): void {
    for (const [itemId, item] of this.items) this.session.change(itemId, kind, cause, () => item);
  }
}
