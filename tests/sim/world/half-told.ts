import type { CatalogItemListed, Envelope, TillPostGranted } from '@tillbridge/contracts';
import {
  asked,
  doubtListing,
  inTurn,
  listCatalogue,
  nextPush,
  readGroup,
  recordFindings,
  takeFacts,
  type StoreFinding,
  type StoreLevel,
  type StoreTask,
} from '@tillbridge/gateway-kit';
import { missingAtStore, openPush, readToken, settlePush, takeStoreRead } from '@tillbridge/level-mirror';
import type { Tx } from '@tillbridge/persistence';
import { policyDefaults } from '@tillbridge/stock-domain';
import { listed, paperShopWith, postAnswered, tillShows } from '../../../apps/inventory-core/src/ledger/paper-core';
import { PaperDay } from '../../../apps/inventory-core/src/ledger/paper-day';
import { memoryWorld } from '../../../apps/inventory-core/src/ledger/spec-memory-world';
import { drained, gatewayInMemory } from './memory-gateway';
import { MoodyStore } from './moody-store';

export const unitsThere = 3;
const hintTiming = { hintDelayMs: 0 };
const escrow = { ...policyDefaults.escrow, floorUnits: 10 };

type Reading = { readonly task: StoreTask; readonly finish: (tx: Tx) => Promise<void> };

/**
 * Two stores that list one scarce item and take it off sale as they like, a gateway to which half of that is never told, and
 * a core that hears of everything in any order. Whoever plays decides what arrives, and when.
 */
export class HalfTold {
  readonly stores = [new MoodyStore('store-a', '1'), new MoodyStore('store-b', '2')];
  private readonly day = new PaperDay(memoryWorld(), paperShopWith({ escrow }));
  private readonly gateway = gatewayInMemory();
  private toCore: Envelope[] = [];
  private toGateway: Envelope[] = [];
  private readings: Reading[] = [];

  /** `garble`: what becomes of what the gateway tells of listings, on its way to the core. */
  constructor(private readonly garble: (listing: CatalogItemListed) => CatalogItemListed = (listing) => listing) {}

  async open(): Promise<void> {
    await this.day.take([listed('till', 'till-1', 'TEE'), tillShows('till-1', unitsThere, 0)]);
    for (const { channel, storeLocation } of this.stores) {
      const settings = { channel, storeLocations: [storeLocation], newItems: 'link' as const, vendor: {} };
      await this.gateway.uow.run((tx) => this.gateway.channels.configure(tx, settings));
    }
    await this.quieten();
  }

  /** One of a store's messages arrives, be it old, or there before. */
  async arrive(store: MoodyStore, pick: number): Promise<void> {
    const message = store.messages[pick % Math.max(1, store.messages.length)];
    if (message !== undefined) await this.record(store, message);
  }

  /** The newest message of a store does, or one of those just before it. */
  async arriveNow(store: MoodyStore, back = 0): Promise<void> {
    await this.arrive(store, Math.max(0, store.messages.length - 1 - back));
  }

  /** The gateway asks for what it is to read, and has the answer; it is recorded later. */
  async ask(): Promise<void> {
    for (const store of this.stores) {
      for (const task of await this.tasksAt(store)) {
        if (this.readings.some((reading) => reading.task.channel === task.channel)) continue;
        const adapter = { channel: store.channel, readGroup: async () => store.listings() };
        this.readings.push({ task, finish: (await readGroup({ state: this.gateway, adapter }, task))! });
      }
    }
  }

  async recordAnswers(): Promise<void> {
    for (const { task, finish } of this.readings.splice(0))
      await inTurn(this.gateway, task.channel, async (tx) => {
        await finish(tx);
        await this.gateway.tasks.done(tx, task);
      });
    await this.collect();
  }

  /** The core hears one thing that the gateway has told. */
  async hear(pick: number): Promise<void> {
    const [fact] = this.toCore.splice(pick % Math.max(1, this.toCore.length), 1);
    if (fact !== undefined) await this.deliver([fact]);
  }

  /** The gateway hears one thing that the core has told. */
  async tell(pick: number): Promise<void> {
    const [fact] = this.toGateway.splice(pick % Math.max(1, this.toGateway.length), 1);
    if (fact !== undefined) await takeFacts(this.gateway, [fact]);
    await this.collect();
  }

  /** The gateway reads a level. What the store does not know may be gone. */
  async look(store: MoodyStore): Promise<void> {
    const { channel, externalId, mood } = store;
    if (mood === 'deleted')
      return inTurn(this.gateway, channel, (tx) => doubtListing(tx, this.gateway, channel, externalId));
    await this.change(store, (level) => {
      const read = { token: readToken(level.mirror), level: store.shows };
      return { ...level, mirror: takeStoreRead(level.mirror, read), readDueAt: null };
    });
  }

  async push(store: MoodyStore): Promise<void> {
    await this.change(store, (level) => {
      const next = nextPush(level);
      if (!next.push) return level;
      const { from, to } = next;
      const opened = openPush(level.mirror, { key: 'key', from, to, version: level.desired!.version });
      return { ...level, mirror: settlePush(opened, store.take({ from, to }) ? 'applied' : 'refused') };
    });
  }

  /** An operator connects a store again: the gateway learns what it lists, and what was ordered. */
  async connect(store: MoodyStore): Promise<void> {
    const { channel } = store;
    const page = async () => ({ listings: store.listings(), next: null });
    await listCatalogue(this.gateway, { channel, listCatalogue: page });
    await this.record(store, store.orders());
  }

  /** Stores are connected again, everything on its way arrives, and everything is done, until nothing more happens. */
  async quieten(): Promise<void> {
    for (const store of this.stores) await this.connect(store);
    for (let round = 0; round < 10; round += 1) {
      await this.ask();
      await this.recordAnswers();
      await this.deliver(this.toCore.splice(0).reverse());
      while (this.toGateway.length > 0) await this.tell(this.toGateway.length - 1);
      for (const store of this.stores) await this.look(store);
      for (const store of this.stores) await this.push(store);
    }
  }

  /** Units on the shelf that nobody has bought. */
  get left(): number {
    return unitsThere - this.stores.reduce((sum, { sold }) => sum + sold, 0);
  }

  /** Units that stores may sell between them, though some sell none for now. */
  get maySell(): number {
    return this.stores.reduce((sum, { maySell }) => sum + maySell, 0);
  }

  /**
   * Units that the levels of deleted products lacked unexplained when they were last read. An order may stand behind them, and
   * nobody can look again.
   */
  async missedForGood(): Promise<number> {
    const { uow, levels } = this.gateway;
    const deleted = this.stores.filter(({ mood }) => mood === 'deleted');
    const pages = deleted.map(({ channel }) => uow.run((tx) => levels.page(tx, channel, null, 10)));
    return (await Promise.all(pages)).flat().reduce((sum, { mirror }) => sum + missingAtStore(mirror), 0);
  }

  private tasksAt({ channel }: MoodyStore): Promise<StoreTask[]> {
    const { uow, tasks, now } = this.gateway;
    return uow.run((tx) => tasks.due(tx, channel, now(), 10));
  }

  private async record({ channel }: MoodyStore, findings: readonly StoreFinding[]): Promise<void> {
    const cause = asked(channel, 'message', this.gateway.now());
    const found = findings.map((finding) => ({ finding, cause }));
    await inTurn(this.gateway, channel, (tx) => recordFindings(tx, this.gateway, channel, found, hintTiming));
    await this.collect();
  }

  private async change({ channel }: MoodyStore, change: (level: StoreLevel) => StoreLevel): Promise<void> {
    const { book, levels, now } = this.gateway;
    await inTurn(this.gateway, channel, async (tx) => {
      const known = (await levels.page(tx, channel, null, 10)).filter(({ levelRef }) => levelRef !== null);
      await book.apply(tx, channel, known, asked(channel, 'levels', now()), change);
    });
    await this.collect();
  }

  private async collect(): Promise<void> {
    this.toCore.push(...(await drained(this.gateway)));
  }

  private async deliver(facts: readonly Envelope[]): Promise<void> {
    const heard = facts.map((fact) =>
      fact.type === 'catalog.item_listed' ? { ...fact, data: this.garble(fact.data as CatalogItemListed) } : fact,
    );
    await this.day.take(heard);
    const told = await drained(this.day.world);
    // A till that records nothing: what is sold online stays set aside for whoever bought it.
    const posts = told.filter(({ type }) => type === 'till.post_granted').map(({ data }) => data as TillPostGranted);
    await this.day.take(posts.map(({ postId }) => postAnswered(postId, 'refused', 60)));
    const more = await drained(this.day.world);
    this.toGateway.push(...[...told, ...more].filter(({ type }) => forGateway.has(type)));
  }
}

const forGateway = new Set(['item.registered', 'availability.changed']);
