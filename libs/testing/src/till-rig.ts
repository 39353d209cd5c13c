import { randomBytes, randomUUID } from 'node:crypto';
import type { Envelope, TillPostAnswered, TillPostGranted, TillStockObserved } from '@tillbridge/contracts';
import {
  defaultPosterSettings,
  defaultReaderSettings,
  memoryTillStores,
  TillCycle,
  TillPoster,
  TillReader,
  type TillAdapter,
  type TillRuntime,
} from '@tillbridge/gateway-kit';
import { Cipher, MemoryOutbox, MemoryUnitOfWork, type Tx, type UnitOfWork } from '@tillbridge/persistence';
import { eventually } from './eventually';

const till = 'till';
/** Short, for tests wait for it. */
export const rigSettleMs = 40;
const factsMax = 100_000;

/** A unit of work whose next commits can be made to fail: what a crash in mid-transaction is. */
class CrashingUnitOfWork implements UnitOfWork {
  crashes = 0;
  private readonly inner = new MemoryUnitOfWork();

  run<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.inner.run(async (tx) => {
      const result = await work(tx);
      if (this.crashes > 0 && this.wrote(tx)) {
        this.crashes -= 1;
        throw new Error('crashed before the commit');
      }
      return result;
    });
  }

  /** Reading alone cannot lose anything. */
  private wrote(tx: Tx): boolean {
    return (tx as Tx & { participants: Set<unknown> }).participants.size > 0;
  }
}

/** Reader, poster and stores of one till over any adapter, in memory, with the facts they told. */
export class TillRig {
  readonly stores = memoryTillStores();
  readonly unitOfWork = new CrashingUnitOfWork();
  readonly outbox = new MemoryOutbox({ service: 'lightspeed-gateway' });
  readonly complaints: string[] = [];
  readonly settings = {
    ...defaultReaderSettings,
    settleMs: rigSettleMs,
    confirmSlackMs: 10,
    rowsSpacingMs: 0,
    directSpacingMs: 0,
    directBackoff: { firstMs: 10, capMs: 50 },
    retry: { firstMs: 5, capMs: 50 },
  };
  readonly posterSettings = { retry: { firstMs: 5, capMs: 50 }, settleMs: rigSettleMs, requestLifeMs: 60 };
  readonly cycle: TillCycle;

  constructor(readonly adapter: TillAdapter) {
    this.cycle = this.anotherCycle();
  }

  anotherCycle(): TillCycle {
    return new TillCycle(this.runtime(), this.settings);
  }

  /** One poll of the records, then one of the levels. */
  async readAll(): Promise<void> {
    await this.cycle.takeRecords();
    await this.cycle.takeRows({ feed: true });
  }

  reader(): TillReader {
    return new TillReader(this.runtime(), this.settings);
  }

  poster(onReadPlanned?: (dueAt: Date) => void): TillPoster {
    const settings = { ...defaultPosterSettings, ...this.posterSettings };
    return new TillPoster(this.runtime(), settings, onReadPlanned);
  }

  async grant(grant: TillPostGranted): Promise<void> {
    const cause = { correlationId: randomUUID(), causationId: null, traceparent: null };
    await this.unitOfWork.run((tx) => this.stores.posts.grant(tx, [{ grant, cause }], new Date()));
  }

  /** Runs a poster until the post is answered. */
  async answerTo(postId: string): Promise<TillPostAnswered> {
    const poster = this.poster();
    poster.start();
    try {
      return await eventually(async () => (await this.answers()).find((answer) => answer.postId === postId) ?? false);
    } finally {
      await poster.stop();
    }
  }

  answers(): Promise<TillPostAnswered[]> {
    return this.factsOf<TillPostAnswered>('till.post_answered');
  }

  /** Everything told so far, oldest first. */
  facts(): Promise<Envelope[]> {
    return this.unitOfWork.run((tx) => this.outbox.claim(tx, factsMax));
  }

  async factsOf<Data>(type: string): Promise<Data[]> {
    return (await this.facts()).filter((fact) => fact.type === type).map((fact) => fact.data as Data);
  }

  stock(externalId: string): Promise<TillStockObserved[]> {
    return this.factsOf<TillStockObserved>('till.stock_observed').then((all) =>
      all.filter((found) => found.externalId === externalId),
    );
  }

  /** The records told of one item. */
  async records(externalId: string): Promise<TillStockObserved['records']> {
    return (await this.stock(externalId)).flatMap((found) => found.records);
  }

  private runtime(): TillRuntime {
    const note = (_detail: object, message: string) => this.complaints.push(message);
    return {
      till,
      adapter: this.adapter,
      unitOfWork: this.unitOfWork,
      outbox: this.outbox,
      stores: this.stores,
      cipher: new Cipher([randomBytes(32)]),
      now: () => new Date(),
      log: { info: () => undefined, warn: note, error: note },
    };
  }
}

export function aGrant(externalId: string, location: string, more: Partial<TillPostGranted> = {}): TillPostGranted {
  return {
    postId: randomUUID(),
    kind: 'sale',
    reverses: null,
    till,
    location,
    channel: 'store-a',
    order: '5551',
    orderName: '#1015',
    lines: [{ lineId: '9001', externalId, quantity: 1, unitPrice: '19.90', versionBefore: null }],
    currency: 'EUR',
    grantedAt: new Date().toISOString(),
    ...more,
  };
}

/**
 * What a reader of the facts knows of one item: records as a sum, the newest level, and the base that makes them agree
 * when the first level came. Independent of the core, so that the facts alone have to be right.
 */
export class StockBook {
  private readonly effects = new Map<string, { effect: number; version: bigint | null }>();
  private base: number | null = null;
  level: number | null = null;
  private version: bigint | null = null;

  take(found: TillStockObserved): void {
    for (const { recordId, effect, version } of found.records) this.see(recordId, effect, big(version));
    if (found.row === null) return;
    const version = big(found.row.version);
    if (this.version !== null && version !== null && version < this.version) return;
    [this.level, this.version] = [found.row.level, version];
    this.base ??= found.row.level - this.recorded();
  }

  /** What the level should be by the records alone. */
  expected(): number {
    return (this.base ?? 0) + this.recorded();
  }

  private recorded(): number {
    return [...this.effects.values()].reduce((sum, { effect }) => sum + effect, 0);
  }

  private see(recordId: string, effect: number, version: bigint | null): void {
    const known = this.effects.get(recordId);
    if (known?.version != null && version !== null && version <= known.version) return;
    this.effects.set(recordId, { effect, version });
  }
}

const big = (version: string | null): bigint | null => (version === null ? null : BigInt(version));
