import { MemoryTable, type Tx } from '@tillbridge/persistence';
import type { MemoryLedger } from '../ledger/ledger.memory';
import { keptBy } from '../ledger/ledger';
import { storeLevelsOf } from '../ledger/store-level-rows';
import type { Silence, SilenceBook, UnansweredLevel } from './silence-book';

/** For specs. Same contract as TypeOrmSilenceBook. */
export class MemorySilenceBook implements SilenceBook {
  private readonly silences = new MemoryTable<Silence>(({ channel }) => channel);

  constructor(private readonly ledger: MemoryLedger) {}

  async unanswered(_tx: Tx, before: Date, limit: number): Promise<readonly UnansweredLevel[]> {
    const listings = this.ledger.allListings();
    const levels = this.ledger.allItems().flatMap((item) =>
      storeLevelsOf(item).flatMap(({ view, published }): UnansweredLevel[] => {
        const listing = listings.find(({ channel, itemId }) => channel === view.channel && itemId === item.itemId);
        if (listing === undefined || !keptBy([listing]).has(view.channel)) return [];
        if (published === null || view.dealtSince === null) return [];
        return [{ itemId: item.itemId, sku: listing.sku, view, published }];
      }),
    );
    const since = ({ view }: UnansweredLevel): number => view.unansweredSince ?? Number.POSITIVE_INFINITY;
    return levels
      .filter((level) => since(level) < before.getTime())
      .sort((a, b) => since(a) - since(b) || (a.itemId < b.itemId ? -1 : 1))
      .slice(0, limit);
  }

  async answeredAt(_tx: Tx, channel: string): Promise<Date | null> {
    const views = this.ledger.allItems().flatMap((item) => item.views.filter((view) => view.channel === channel));
    const times = views.flatMap(({ settled }) => (settled === null ? [] : [settled.bound.at]));
    return times.length === 0 ? null : new Date(Math.max(...times));
  }

  async found(tx: Tx): Promise<readonly Silence[]> {
    return this.silences.all(tx);
  }

  async replace(tx: Tx, last: readonly Silence[], now: readonly Silence[]): Promise<void> {
    for (const silence of last) {
      this.silences.putIf(tx, silence, (current) => current?.alertKey === silence.alertKey);
      this.silences.delete(tx, silence.channel);
    }
    for (const silence of now) this.silences.insert(tx, silence);
  }
}
