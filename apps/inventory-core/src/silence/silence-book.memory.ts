import { MemoryTable, type Tx } from '@tillbridge/persistence';
import { nameOf, type ItemState } from '@tillbridge/stock-domain';
import type { MemoryLedger } from '../ledger/ledger.memory';
import type { KeptUnits, Silence, SilenceBook, WatchedPlace } from './silence-book';

/** For specs. Same contract as TypeOrmSilenceBook. */
export class MemorySilenceBook implements SilenceBook {
  private readonly silences = new MemoryTable<Silence>(({ channel }) => channel);

  constructor(private readonly ledger: MemoryLedger) {}

  async kept(_tx: Tx, places: readonly WatchedPlace[]): Promise<readonly KeptUnits[]> {
    const channels = [...new Set(places.map(({ channel }) => channel))].sort();
    return channels.flatMap((channel) => {
      const watched = places.filter((place) => place.channel === channel);
      const items = this.ledger
        .allItems()
        .flatMap((item) => keptOf(item, watched))
        .sort((a, b) => a.since - b.since || (a.itemId < b.itemId ? -1 : 1));
      return items.length === 0 ? [] : [this.together(channel, items)];
    });
  }

  async found(tx: Tx): Promise<readonly Silence[]> {
    return this.silences.all(tx);
  }

  async replace(tx: Tx, last: readonly Silence[], found: readonly Silence[]): Promise<void> {
    for (const silence of last) {
      this.silences.putIf(tx, silence, (current) => current?.alertKey === silence.alertKey);
      this.silences.delete(tx, silence.channel);
    }
    for (const silence of found) this.silences.insert(tx, silence);
  }

  private together(channel: string, items: readonly KeptItem[]): KeptUnits {
    const [{ itemId, since }] = items;
    const answeredAt = this.answeredAt(channel);
    const listing = this.ledger.allListings().find((row) => row.channel === channel && row.itemId === itemId);
    return {
      channel,
      since: new Date(since),
      items: items.length,
      itemsSinceAnswer: items.filter((item) => answeredAt === null || item.since > answeredAt).length,
      oldestItemId: itemId,
      sku: listing?.sku ?? null,
      answeredAt: answeredAt === null ? null : new Date(answeredAt),
    };
  }

  private answeredAt(channel: string): number | null {
    const views = this.ledger.allItems().flatMap((item) => item.views.filter((view) => view.channel === channel));
    const times = views.flatMap(({ settled }) => (settled === null ? [] : [settled.bound.at]));
    return times.length === 0 ? null : times.reduce((last, time) => Math.max(last, time));
  }
}

interface KeptItem {
  readonly itemId: string;
  readonly since: number;
}

function keptOf({ itemId, views }: ItemState, places: readonly WatchedPlace[]): readonly KeptItem[] {
  const times = places.flatMap(({ before, ...place }) => {
    const since = views.find((view) => nameOf(view) === nameOf(place))?.keepsSince ?? null;
    return since !== null && since < before.getTime() ? [since] : [];
  });
  return times.length === 0 ? [] : [{ itemId, since: Math.min(...times) }];
}
