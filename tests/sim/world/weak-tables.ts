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
    const versions = new Map(this.allItems().map(({ itemId, version }) => [itemId, version]));
    const items = changes.items.map(({ before, after, ...rest }) => {
      const version = versions.get(after.itemId) ?? after.version;
      return { ...rest, before: before && { ...before, version }, after: { ...after, version } };
    });
    return super.save(tx, { ...changes, items, restsOn: [] });
  }
}
