import { catalogItemListed, tillCountChanged, tillStockObserved, type TillStockObserved } from '@tillbridge/contracts';
import type { OutgoingFact, Tx } from '@tillbridge/persistence';
import { confirmations, judgeReads, tieBreaks } from './directed-reads';
import { countFacts } from './count-facts';
import { changedRecords, observationsOf, rowNews, voidedPosts, type Place, type ReadRow } from './findings';
import { firstCause, type TillRuntime } from './runtime';
import type { TillReaderSettings } from './settings';
import type { DueRead } from './state/due-reads';
import type { SightedRecord } from './state/sightings';
import type { Cursor, Feed, SeenItem, SeenPaper, SeenSale, Unreadable } from './till-adapter';

/** Bound to the encrypted bytes of what was parked. */
export const parkedPurpose = 'till sighting';

export interface Move {
  feed: Feed;
  from: Cursor | null;
  to: Cursor;
}

/** All that one transaction is to tell of sales and levels. */
export interface Told {
  sales: readonly SeenSale[];
  papers: readonly SeenPaper[];
  papersSeenAt: Date | null;
  recordsPolledAt: Date | null;
  recordsComplete: boolean;
  rows: readonly ReadRow[];
  isAsked: (row: ReadRow) => boolean;
  reads: readonly DueRead[];
  answered: ReadonlySet<string>;
  unreadable: readonly Unreadable[];
  moves: readonly Move[];
}

export const nothingTold: Told = {
  sales: [],
  papers: [],
  papersSeenAt: null,
  recordsPolledAt: null,
  recordsComplete: false,
  rows: [],
  isAsked: () => false,
  reads: [],
  answered: new Set(),
  unreadable: [],
  moves: [],
};

/** Turns what was read into facts: cursors, sightings, planned reads and outbox rows commit together or not at all. */
export class TillTeller {
  constructor(
    private readonly runtime: TillRuntime,
    private readonly settings: TillReaderSettings,
  ) {}

  /** @throws CursorMoved when another reader has told from the same place meanwhile. */
  tell(told: Told): Promise<void> {
    const { unitOfWork, stores, till } = this.runtime;
    return unitOfWork.run(async (tx) => {
      await this.move(tx, told.moves);
      const ours = await this.ownSales(tx, told.sales);
      const moves = told.papers.flatMap((paper) => paper.moves);
      const records = await this.newRecords(tx, [...told.sales, ...moves], ours);
      const { news, ties, stale } = rowNews(told.rows, await this.knownRows(tx, told.rows), told.isAsked);
      const recent = await this.recentRecords(tx, news);
      await stores.sightings.saveRecords(tx, till, records);
      await stores.sightings.saveRows(
        tx,
        till,
        news.map((row) => ({ ...row, complete: told.recordsComplete, seenAt: this.runtime.now() })),
      );
      await this.planReads(tx, { ...told, stale }, records, ties);
      // Before the levels that they set: a surplus that was counted must not be taken for a delivery.
      await this.tellCounts(tx, told);
      await this.addFacts(
        tx,
        observationsOf({ ...told, till, rows: news, records: [...recent, ...records], voided: voidedPosts(ours) }),
      );
      await this.park(tx, told.unreadable);
    });
  }

  tellItems(
    items: readonly SeenItem[],
    { moves, unreadable, observedAt }: { moves: readonly Move[]; unreadable: readonly Unreadable[]; observedAt: Date },
  ): Promise<void> {
    const { unitOfWork, stores, till, outbox } = this.runtime;
    const cause = firstCause();
    const facts = items.map((item): OutgoingFact<typeof catalogItemListed> => ({
      definition: catalogItemListed,
      data: {
        channel: till,
        ...item,
        standing: item.removed ? 'gone' : 'sells',
        createdFor: null,
        observedAt: observedAt.toISOString(),
        seq: 0,
      },
      cause,
    }));
    return unitOfWork.run(async (tx) => {
      await this.move(tx, moves);
      await stores.sightings.saveItems(
        tx,
        till,
        items.map((item) => item.externalId),
      );
      await outbox.add(tx, facts);
      await this.park(tx, unreadable);
    });
  }

  private async move(tx: Tx, moves: readonly Move[]): Promise<void> {
    const { stores, till } = this.runtime;
    for (const { feed, from, to } of moves) await stores.cursors.advance(tx, till, feed, from, to);
  }

  /** Web orders that we recorded there ourselves. */
  private async ownSales(tx: Tx, sales: readonly SeenSale[]): Promise<readonly SeenSale[]> {
    if (sales.length === 0) return [];
    const { stores, till, log } = this.runtime;
    const posts = await stores.posts.among(
      tx,
      till,
      sales.map((sale) => sale.saleId),
    );
    const ours = sales.filter((sale) => sale.ours || posts.has(sale.saleId.toLowerCase()));
    for (const { saleId } of ours.filter((sale) => sale.voided))
      log.error(
        { till, post: saleId },
        'a web order recorded at the till was voided there; POST /orders/{channel}/{order}/post-again records it again',
      );
    return ours;
  }

  /** Our own posts are no records: the core knows them, and would count them twice. */
  private async newRecords(tx: Tx, sales: readonly SeenSale[], ours: readonly SeenSale[]): Promise<SightedRecord[]> {
    if (sales.length === 0) return [];
    const { stores, till, now } = this.runtime;
    const theirs = sales.filter((sale) => !ours.includes(sale));
    const known = await stores.sightings.recordsOfSales(
      tx,
      till,
      sales.map((sale) => sale.saleId),
    );
    return changedRecords(theirs, known, now());
  }

  private async knownRows(tx: Tx, rows: readonly ReadRow[]) {
    const ids = [...new Set(rows.map((row) => row.externalId))];
    return this.runtime.stores.sightings.rowsOf(tx, this.runtime.till, ids);
  }

  private async recentRecords(tx: Tx, places: readonly Place[]): Promise<SightedRecord[]> {
    const since = new Date(this.runtime.now().getTime() - this.settings.recentRecordsMs);
    return this.runtime.stores.sightings.recentRecords(tx, this.runtime.till, places, since);
  }

  private async planReads(
    tx: Tx,
    told: Told & { stale: readonly ReadRow[] },
    records: readonly Place[],
    ties: readonly Place[],
  ): Promise<void> {
    const { stores, till, now, log } = this.runtime;
    const { done, again, overdue } = judgeReads(told.reads, told, now(), this.settings);
    await stores.dueReads.done(tx, done);
    await stores.dueReads.again(tx, again);
    await stores.dueReads.add(tx, till, [...confirmations(records, now(), this.settings), ...tieBreaks(ties, now())]);
    for (const { externalId, location } of overdue)
      log.warn({ till, externalId, location }, 'the till answered a post and does not show it in the level');
  }

  private async addFacts(tx: Tx, observations: readonly TillStockObserved[]): Promise<void> {
    const cause = firstCause();
    await this.runtime.outbox.add(
      tx,
      observations.map((data) => ({ definition: tillStockObserved, data, cause })),
    );
  }

  private async tellCounts(tx: Tx, { papers, papersSeenAt }: Told): Promise<void> {
    const { stores, till, outbox, now } = this.runtime;
    const counts = papers.flatMap(({ count }) => count ?? []);
    if (counts.length === 0) return;
    const everything = counts.some(({ items }) => items === null) ? [...(await stores.sightings.items(tx, till))] : [];
    const facts = counts.flatMap((count) => countFacts(till, count, everything, papersSeenAt ?? now()));
    await outbox.add(
      tx,
      facts.map((data) => ({ definition: tillCountChanged, data, cause: firstCause() })),
    );
  }

  private async park(tx: Tx, unreadable: readonly Unreadable[]): Promise<void> {
    if (unreadable.length === 0) return;
    const { stores, till, cipher, now, log } = this.runtime;
    const sealed = unreadable.map(({ id, reason, raw }) => ({
      id,
      reason,
      sealed: cipher.seal(Buffer.from(raw), parkedPurpose),
      parkedAt: now(),
    }));
    const parked = await stores.parked.park(tx, till, sealed);
    const news = unreadable.filter(({ id }) => parked.includes(id));
    tx.afterCommit(() => {
      for (const { id, reason } of news) log.warn({ till, sighting: id, reason }, 'parked what the till said');
    });
  }
}
