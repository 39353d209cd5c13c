import type { Inbox, Tx } from '@tillbridge/persistence';
import type { Changes } from '../../../apps/inventory-core/src/ledger/ledger';
import { WatchedLedger } from './watched-ledger';

// Tables of a bridge that is broken on purpose.

/** Takes every message for a new one. */
export const forgettingInbox: Inbox = {
  admit: async (_tx, _consumer, messageIds) => new Set(messageIds),
  prune: async () => 0,
};

/** An UPDATE without its WHERE: whatever was written since an item was read is overwritten. */
export class CarelessLedger extends WatchedLedger {
  override save(tx: Tx, changes: Changes): Promise<void> {
    const items = changes.items.map(({ before, after, ...rest }) => {
      const written = () => this.allItems().find(({ itemId }) => itemId === after.itemId)?.version ?? after.version;
      const asWritten = before && Object.defineProperty({ ...before }, 'version', { get: written });
      return { ...rest, before: asWritten, after: { ...after, version: written() } };
    });
    return super.save(tx, { ...changes, items, restsOn: [] });
  }
}
