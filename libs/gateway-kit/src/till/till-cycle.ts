import { catalogItemListed, tillStockObserved, type TillStockObserved } from '@tillbridge/contracts';
import type { Tx } from '@tillbridge/persistence';
import { confirmations, judgeReads, tieBreaks } from './directed-reads';
import { changedRecords, observationsOf, rowNews, type Place, type ReadRow } from './findings';
import { firstCause, type TillRuntime } from './runtime';
import type { TillReaderSettings } from './settings';
import type { DueRead } from './state/due-reads';
import type { SightedRecord } from './state/sightings';
import { allPages, type Cursor, type Feed, type SeenSale, type Unreadable } from './till-adapter';

/** Bound to the encrypted bytes of what was parked. */
export const parkedPurpose = 'till sighting';

/** All that one transaction is to tell. */
interface Told {
  sales: readonly SeenSale[];
  recordsPolledAt: Date | null;
  recordsComplete: boolean;
  rows: readonly ReadRow[];
  isAsked: (row: ReadRow) => boolean;
  reads: readonly DueRead[];
  answered: ReadonlySet<string>;
  unreadable: readonly Unreadable[];
  moves: readonly { feed: Feed; from: Cursor | null; to: Cursor }[];
}

const nothing: Told = {
  sales: [],
  recordsPolledAt: null,
  recordsComplete: false,
  rows: [],
  isAsked: () => false,
  reads: [],
  answered: new Set(),
  unreadable: [],
  moves: [],
};

/**
 * The steps of reading one till. A caller runs them one after the other, never two at once: what is told must be in the
 * order in which it was read, and a second reader would find the cursors moved (CursorMoved) and tell nothing.
 */
export class TillCycle {
  /** Where the feeds stand, so that a wake-up costs no query before its first call. Forgotten after any failure. */
  private readonly positions = new Map<Feed, Cursor | null>();
  private listed: Set<string> | null = null;
  /** Ids that even the items feed does not know; asking again at each sight would use up the call budget. */
  private readonly strangers = new Set<string>();

  constructor(
    private readonly runtime: TillRuntime,
    private readonly settings: TillReaderSettings,
  ) {}

  /** Records are told at once, without a row: on this path a till sale travels to the stores. Returns the sales seen. */
  takeRecords(): Promise<number> {
    return this.forgetfully(async () => {
      const polled = await this.pollRecords();
      // A till without versions may say something new without its cursor moving.
      if (polled.sales.length + polled.moves.length + polled.unreadable.length > 0)
        await this.tell({ ...nothing, ...polled });
      return polled.sales.length;
    });
  }

  /** Returns how many items were listed. */
  takeItems(): Promise<number> {
    return this.forgetfully(async () => {
      let count = 0;
      for (;;) {
        const from = await this.position('items');
        const observedAt = this.runtime.now();
        const page = await this.runtime.adapter.pollItems(from);
        await this.tellItems(page, from, observedAt);
        count += page.found.length;
        if (page.last) return count;
      }
    });
  }

  /**
   * Rows that changed, and rows asked for; each page with the records of a poll that STARTED after its answer was
   * complete, in one transaction. When that poll fails the rows are told as incomplete, and read again.
   *
   * @param tellAll also tells rows that did not change.
   */
  takeRows(options: { feed: boolean; reads?: readonly DueRead[]; tellAll?: boolean }): Promise<number> {
    return this.forgetfully(async () => {
      let reads = options.reads ?? [];
      let count = 0;
      for (;;) {
        const { told, last } = await this.readRows(options.feed, reads, options.tellAll ?? false);
        count += told.rows.length;
        if (told.rows.length > 0) await this.tellWithRecords(told);
        else if (told.moves.length + told.unreadable.length + told.reads.length > 0) await this.tell(told);
        if (last) return count;
        reads = [];
      }
    });
  }

  dueReads(): Promise<DueRead[]> {
    const { stores, unitOfWork, till, now } = this.runtime;
    return unitOfWork.run((tx) => stores.dueReads.due(tx, till, now(), this.settings.directReadsPerStepMax));
  }

  nextReadDueAt(): Promise<Date | null> {
    const { stores, unitOfWork, till } = this.runtime;
    return unitOfWork.run((tx) => stores.dueReads.nextDueAt(tx, till));
  }

  /** true once `begin` has set the records cursor: before that, nobody could say which sales the first rows contain. */
  async hasBegun(): Promise<boolean> {
    return (await this.position('records')) !== null;
  }

  /** Sales up to now are inside the rows that are read from here on. Then everything is listed and read. */
  begin(): Promise<{ items: number; rows: number }> {
    return this.forgetfully(async () => {
      const { adapter, stores, till, unitOfWork } = this.runtime;
      const from = await this.position('records');
      if (from === null) {
        const head = await adapter.recordsHead();
        await unitOfWork.run((tx) => stores.cursors.advance(tx, till, 'records', null, head));
      }
      await unitOfWork.run(async (tx) => {
        await stores.cursors.reset(tx, till, 'items');
        await stores.cursors.reset(tx, till, 'rows');
      });
      this.positions.clear();
      const items = await this.takeItems();
      return { items, rows: await this.takeRows({ feed: true, tellAll: true }) };
    });
  }

  private async pollRecords(): Promise<Pick<Told, 'sales' | 'recordsPolledAt' | 'unreadable' | 'moves'>> {
    const from = await this.position('records');
    const recordsPolledAt = this.runtime.now();
    const { found, unreadable, next } = await allPages((after) => this.runtime.adapter.pollRecords(after), from);
    await this.listUnknown(found.flatMap((sale) => sale.lines.map((line) => line.externalId)));
    const moves = next === null || next === from ? [] : [{ feed: 'records' as const, from, to: next }];
    return { sales: found, recordsPolledAt, unreadable, moves };
  }

  private async readRows(feed: boolean, reads: readonly DueRead[], tellAll: boolean) {
    const page = feed ? await this.pollRows() : null;
    const asked = await this.askForRows(reads);
    const rows = [...(page?.rows ?? []), ...asked.rows];
    const told: Told = {
      ...nothing,
      rows,
      reads,
      answered: asked.answered,
      isAsked: (row) => tellAll || asked.answered.has(row.externalId),
      unreadable: [...(page?.unreadable ?? []), ...asked.unreadable],
      moves: page?.moves ?? [],
    };
    await this.listUnknown(rows.map((row) => row.externalId));
    return { told, last: page?.last ?? true };
  }

  private async pollRows() {
    const from = await this.position('rows');
    const requestedAt = this.runtime.now();
    const { found, unreadable, next, last } = await this.runtime.adapter.pollRows(from);
    const answeredAt = this.runtime.now();
    const moves = next === from ? [] : [{ feed: 'rows' as const, from, to: next }];
    return { rows: found.map((row) => ({ ...row, requestedAt, answeredAt })), unreadable, moves, last };
  }

  private async askForRows(reads: readonly DueRead[]) {
    const { adapter, stores, till, unitOfWork } = this.runtime;
    if (reads.length === 0)
      return { rows: [] as ReadRow[], unreadable: [] as Unreadable[], answered: new Set<string>() };
    const ids = [...new Set(reads.map((read) => read.externalId))];
    const known = await unitOfWork.run((tx) => stores.sightings.rowsOf(tx, till, ids));
    const wanted = ids.map((externalId) => ({ externalId, known: oldestVersion(known, externalId) }));
    const requestedAt = this.runtime.now();
    const { found, unreadable, answered } = await adapter.readRows(wanted);
    const answeredAt = this.runtime.now();
    return {
      rows: found.map((row) => ({ ...row, requestedAt, answeredAt })),
      unreadable,
      answered: new Set(answered),
    };
  }

  private async tellWithRecords(told: Told): Promise<void> {
    let polled: Awaited<ReturnType<typeof this.pollRecords>>;
    try {
      polled = await this.pollRecords();
    } catch (error) {
      // The cursor stays and the reads stay due, so the same rows come again, then with their records.
      await this.tell({ ...told, moves: [], reads: [] });
      throw error;
    }
    await this.tell({
      ...told,
      sales: polled.sales,
      recordsPolledAt: polled.recordsPolledAt,
      recordsComplete: true,
      unreadable: [...told.unreadable, ...polled.unreadable],
      moves: [...polled.moves, ...told.moves],
    });
  }

  private async tell(told: Told): Promise<void> {
    const { unitOfWork, stores, till } = this.runtime;
    await unitOfWork.run(async (tx) => {
      for (const { feed, from, to } of told.moves) await stores.cursors.advance(tx, till, feed, from, to);
      const records = await this.newRecords(tx, told.sales);
      const { news, ties } = rowNews(told.rows, await this.knownRows(tx, told.rows), told.isAsked);
      const recent = await this.recentRecords(tx, news);
      await stores.sightings.saveRecords(tx, till, records);
      await stores.sightings.saveRows(
        tx,
        till,
        news.map((row) => ({ ...row, complete: told.recordsComplete, seenAt: this.runtime.now() })),
      );
      await this.planReads(tx, told, records, ties);
      await this.addFacts(tx, observationsOf({ ...told, till, rows: news, records: [...recent, ...records] }));
      await this.park(tx, told.unreadable);
    });
    for (const { feed, to } of told.moves) this.positions.set(feed, to);
  }

  /** Our own posts are no records: the core knows them, and would count them twice. */
  private async newRecords(tx: Tx, sales: readonly SeenSale[]): Promise<SightedRecord[]> {
    if (sales.length === 0) return [];
    const { stores, till, now, log } = this.runtime;
    const ids = sales.map((sale) => sale.saleId);
    const posts = await stores.posts.among(tx, till, ids);
    const isOurs = (sale: SeenSale) => sale.ours || posts.has(sale.saleId.toLowerCase());
    for (const sale of sales.filter((seen) => isOurs(seen) && seen.voided))
      log.error({ till, post: sale.saleId }, 'a web order recorded at the till was voided there: a person has to look');
    const theirs = sales.filter((sale) => !isOurs(sale));
    return changedRecords(theirs, await stores.sightings.recordsOfSales(tx, till, ids), now());
  }

  private async knownRows(tx: Tx, rows: readonly ReadRow[]) {
    const ids = [...new Set(rows.map((row) => row.externalId))];
    return this.runtime.stores.sightings.rowsOf(tx, this.runtime.till, ids);
  }

  private async recentRecords(tx: Tx, places: readonly Place[]): Promise<SightedRecord[]> {
    const since = new Date(this.runtime.now().getTime() - this.settings.recentRecordsMs);
    return this.runtime.stores.sightings.recentRecords(tx, this.runtime.till, places, since);
  }

  private async planReads(tx: Tx, told: Told, records: readonly Place[], ties: readonly Place[]): Promise<void> {
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

  private async tellItems(
    page: Awaited<ReturnType<TillRuntime['adapter']['pollItems']>>,
    from: Cursor | null,
    observedAt: Date,
  ): Promise<void> {
    const { unitOfWork, stores, till, outbox } = this.runtime;
    const ids = page.found.map((item) => item.externalId);
    const cause = firstCause();
    await unitOfWork.run(async (tx) => {
      if (page.next !== from) await stores.cursors.advance(tx, till, 'items', from, page.next);
      await stores.sightings.saveItems(tx, till, ids);
      await outbox.add(
        tx,
        page.found.map((item) => ({
          definition: catalogItemListed,
          data: { channel: till, ...item, createdFor: null, observedAt: observedAt.toISOString() },
          cause,
        })),
      );
      await this.park(tx, page.unreadable);
    });
    this.positions.set('items', page.next);
    for (const id of ids) this.listed?.add(id);
  }

  /** An item is listed before its first row or record, so that the core knows what they are about. */
  private async listUnknown(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    const { unitOfWork, stores, till, log } = this.runtime;
    this.listed ??= await unitOfWork.run((tx) => stores.sightings.items(tx, till));
    const unknown = (id: string) => !this.listed?.has(id) && !this.strangers.has(id);
    if (!ids.some(unknown)) return;
    try {
      await this.takeItems();
    } catch (error) {
      // The catalogue may wait; a sale may not.
      return log.warn({ till, err: error }, 'could not list an unknown item before telling of it');
    }
    for (const id of ids.filter(unknown)) this.strangers.add(id);
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

  private async position(feed: Feed): Promise<Cursor | null> {
    const held = this.positions.get(feed);
    if (held !== undefined) return held;
    const { unitOfWork, stores, till } = this.runtime;
    const stored = await unitOfWork.run((tx) => stores.cursors.read(tx, till, feed));
    this.positions.set(feed, stored);
    return stored;
  }

  /** Whatever failed, the next step begins with what is stored. */
  private async forgetfully<T>(step: () => Promise<T>): Promise<T> {
    try {
      return await step();
    } catch (error) {
      this.positions.clear();
      this.listed = null;
      throw error;
    }
  }
}

/** Asked from below its oldest known version, a feed gives all rows of the product. */
function oldestVersion(rows: readonly { externalId: string; version: string | null }[], id: string): string | null {
  const versions = rows.filter((row) => row.externalId === id).map((row) => row.version);
  if (versions.length === 0 || versions.includes(null)) return null;
  return versions.reduce((oldest, version) => (BigInt(version!) < BigInt(oldest!) ? version : oldest));
}
