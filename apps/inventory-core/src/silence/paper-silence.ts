import { storeLevelSettled, type Envelope } from '@tillbridge/contracts';
import type { Alert } from '@tillbridge/service-kit';
import { policyDefaults } from '@tillbridge/stock-domain';
import { noReferences } from '../ledger/ledger';
import { paperDeps, type LedgerWorld } from '../ledger/ledger.contract';
import { at, fact, listed, paperShopWith, startOfDay, tillShows } from '../ledger/paper-core';
import { handleFacts } from '../use-cases/handle-facts';
import { lookForSilence } from './look-for-silence';
import type { Silence } from './silence-book';

export const scarceShop = paperShopWith({ escrow: { ...policyDefaults.escrow, enabled: true } });
const silentAfterSeconds = 600;
/** When the stores are told of scarce items, and the first second at which it is too long ago. */
export const told = 60;
export const heard = told + silentAfterSeconds + 1;
const storeLocations: Record<string, string> = { 'store-a': '1', 'store-b': '2' };

/** A paper day of stores that are told of scarce units, and acknowledge or do not. */
export class PaperSilence {
  private seq = 0;

  constructor(readonly world: LedgerWorld) {}

  take(facts: Envelope[], seconds: number): Promise<void> {
    return handleFacts(paperDeps(this.world, seconds, scarceShop), facts);
  }

  /** Items of two units each, or of `units`, number 1 to `count`; told to both stores. */
  async items(count: number, { units = 2, seconds = told } = {}): Promise<void> {
    for (let each = 1; each <= count; each += 1) {
      const sku = `TEE-${each}`;
      const listings = [listed('store-a', `a-${each}`, sku), listed('store-b', `b-${each}`, sku)];
      await this.take([listed('till', `till-${each}`, sku), ...listings], seconds);
      await this.take([tillShows(`till-${each}`, units, seconds)], seconds);
    }
  }

  /** The store acknowledges all that it was told of item number `each`. */
  async acknowledges(channel: string, each: number, seconds: number, shown = 0, ordersSeen = 0): Promise<void> {
    const externalId = `${channel.at(-1)}-${each}`;
    const externals = [{ channel, externalId }];
    const { items } = await this.world.uow.run((tx) => this.world.ledger.load(tx, { ...noReferences, externals }));
    const [{ itemId, published }] = [...items.values()];
    const version = published.find((number) => number.channel === channel)?.version ?? 0;
    const place = { channel, externalId, storeLocation: storeLocations[channel] };
    const counts = { ordersSeen, restocksSeen: 0, missing: 0, shown, seq: (this.seq += 1) };
    const settled = fact(storeLevelSettled, { ...place, ...counts, itemId, version, settledAt: at(seconds) });
    await this.take([settled], seconds);
  }

  look(seconds: number, shop = scarceShop): Promise<readonly Silence[]> {
    const { silences } = this.world;
    const silentAfterMs = silentAfterSeconds * 1_000;
    return lookForSilence({ ...paperDeps(this.world, seconds, shop), silences, silentAfterMs });
  }

  /** All that waits leaves. */
  send(seconds: number): Promise<Alert[]> {
    const bounds = { limit: 100, leaseMs: 120_000, patienceMs: 86_400_000 };
    return this.world.uow.run((tx) => this.world.alerts.claim(tx, new Date(startOfDay + seconds * 1_000), bounds));
  }

  /** The newest first. */
  alerts(): Promise<Alert[]> {
    return this.world.uow.run((tx) => this.world.alerts.page(tx, { state: null, after: null, limit: 100 }));
  }

  async subjects(): Promise<string[]> {
    return (await this.alerts()).map(({ text }) => text.subject).reverse();
  }
}
