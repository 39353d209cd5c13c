import type { ReadRow } from './findings';
import type { TillRuntime } from './runtime';
import type { TillReaderSettings } from './settings';
import type { DueRead } from './state/due-reads';
import { allPages, type Cursor, type Feed, type Unreadable } from './till-adapter';
import { nothingTold, TillTeller, type Move, type Told } from './till-teller';

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
  private readonly teller: TillTeller;

  constructor(
    private readonly runtime: TillRuntime,
    private readonly settings: TillReaderSettings,
  ) {
    this.teller = new TillTeller(runtime, settings);
  }

  /** Records are told at once, without a row: on this path a till sale travels to the stores. Returns the sales seen. */
  takeRecords(): Promise<number> {
    return this.forgetfully(async () => {
      const polled = await this.pollRecords();
      // A till without versions may say something new without its cursor moving.
      if (polled.sales.length + polled.moves.length + polled.unreadable.length > 0)
        await this.tell({ ...nothingTold, ...polled });
      return polled.sales.length;
    });
  }

  /** What moved stock without a sale, and counts. Returns the papers seen; a till without any is asked nothing. */
  takePapers(): Promise<number> {
    return this.forgetfully(async () => {
      const polled = await this.pollPapers();
      if (polled.papers.length + polled.moves.length + polled.unreadable.length > 0)
        await this.tell({ ...nothingTold, ...polled });
      return polled.papers.length;
    });
  }

  /** Returns how many items were listed. */
  takeItems(): Promise<number> {
    return this.forgetfully(async () => {
      let count = 0;
      for (;;) {
        const from = await this.position('items');
        const observedAt = this.runtime.now();
        const { found, unreadable, next, last } = await this.runtime.adapter.pollItems(from);
        const moves = movesOf('items', from, next);
        await this.teller.tellItems(found, { moves, unreadable, observedAt });
        this.stand(moves);
        for (const { externalId } of found) this.listed?.add(externalId);
        count += found.length;
        if (last) return count;
      }
    });
  }

  /**
   * Rows that changed, and rows asked for; each page with the records and papers of polls that STARTED after its answer was
   * complete, in one transaction. When such a poll fails the rows are told as incomplete, and read again.
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
      await this.beginPapers();
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
    return { sales: found, recordsPolledAt, unreadable, moves: movesOf('records', from, next) };
  }

  /** Those of before are inside the levels that were read, or are about to be. */
  private async beginPapers(): Promise<void> {
    const { adapter, stores, till, unitOfWork } = this.runtime;
    if (adapter.papersHead === undefined || (await this.position('papers')) !== null) return;
    const head = await adapter.papersHead();
    await unitOfWork.run((tx) => stores.cursors.advance(tx, till, 'papers', null, head));
    this.positions.set('papers', head);
  }

  private async pollPapers(): Promise<Pick<Told, 'papers' | 'papersSeenAt' | 'unreadable' | 'moves'>> {
    const { adapter, now } = this.runtime;
    const papersSeenAt = now();
    if (adapter.pollPapers === undefined) return { papers: [], papersSeenAt, unreadable: [], moves: [] };
    await this.beginPapers();
    const from = await this.position('papers');
    const { found, unreadable, next } = await allPages((after) => adapter.pollPapers!(after), from);
    await this.listUnknown(
      found.flatMap(({ moves }) => moves.flatMap(({ lines }) => lines.map((line) => line.externalId))),
    );
    return { papers: found, papersSeenAt, unreadable, moves: movesOf('papers', from, next) };
  }

  private async readRows(feed: boolean, reads: readonly DueRead[], tellAll: boolean) {
    const page = feed ? await this.pollRows() : null;
    const asked = await this.askForRows(reads);
    const rows = [...(page?.rows ?? []), ...asked.rows];
    const told: Told = {
      ...nothingTold,
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
    const moves = movesOf('rows', from, next);
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
    let papers: Awaited<ReturnType<typeof this.pollPapers>>;
    try {
      [polled, papers] = [await this.pollRecords(), await this.pollPapers()];
    } catch (error) {
      // The cursor stays and the reads stay due, so the same rows come again, then with their records.
      await this.tell({ ...told, moves: [], reads: [] });
      throw error;
    }
    await this.tell({
      ...told,
      ...papers,
      sales: polled.sales,
      recordsPolledAt: polled.recordsPolledAt,
      recordsComplete: true,
      unreadable: [...told.unreadable, ...polled.unreadable, ...papers.unreadable],
      moves: [...polled.moves, ...papers.moves, ...told.moves],
    });
  }

  private async tell(told: Told): Promise<void> {
    await this.teller.tell(told);
    this.stand(told.moves);
  }

  private stand(moves: readonly Move[]): void {
    for (const { feed, to } of moves) this.positions.set(feed, to);
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

function movesOf(feed: Feed, from: Cursor | null, to: Cursor | null): Move[] {
  return to === null || to === from ? [] : [{ feed, from, to }];
}
