import type { OrderObserved } from '@tillbridge/contracts';
import type { Described, StoreFinding } from '@tillbridge/gateway-kit';
import { at } from '../../../apps/inventory-core/src/ledger/paper-core';

export type Mood = 'sells' | 'drafted' | 'archived' | 'deleted';

const groupRef = 'product';
const saidOf = (mood: Mood) => ({
  removed: mood === 'archived',
  standing: mood === 'sells' ? ('sells' as const) : ('withdrawn' as const),
});

/**
 * A store that takes its only product off sale and puts it back as it likes, and stamps by the second. What its level shows
 * is on sale the moment that the product is. It knows nobody who listens.
 */
export class MoodyStore {
  mood: Mood = 'sells';
  shows = 0;
  /** Every message that it ever sent, be it about its product or about an order. */
  readonly messages: (readonly StoreFinding[])[] = [];
  private readonly placed: OrderObserved[] = [];
  private seconds = 1;
  private changedAt = 1;

  constructor(
    readonly channel: string,
    readonly storeLocation: string,
  ) {}

  get externalId(): string {
    return `${this.channel}-1`;
  }

  /** What of its units it may sell, now or as soon as it likes. */
  get maySell(): number {
    return this.mood === 'deleted' ? 0 : this.shows;
  }

  wait(): void {
    this.seconds += 1;
  }

  /** What is deleted does not come back. */
  become(mood: Mood): void {
    if (this.mood === 'deleted') return;
    this.mood = mood;
    this.changedAt = this.seconds;
    this.tellOfProduct();
  }

  buy(): void {
    if (this.mood !== 'sells' || this.shows <= 0) return;
    this.shows -= 1;
    const name = `${this.channel}-${this.placed.length + 1}`;
    const counts = { ordered: 1, current: 1, fulfilled: 0, restocked: 0 };
    const { externalId, storeLocation } = this;
    const times = { placedAt: at(this.seconds), updatedAt: at(this.seconds), cancelledAt: null };
    const line = { line: '1', externalId, storeLocation, ...counts, unitPrice: '19.90' };
    const order = { channel: this.channel, order: name, name, ...times, paid: true, currency: 'EUR', cart: null };
    this.placed.push({ ...order, lines: [line] });
    this.messages.push(this.orders().slice(-1));
    this.tellOfProduct();
  }

  orders(): StoreFinding[] {
    return this.placed.map((order) => ({ kind: 'order', order }));
  }

  get sold(): number {
    return this.placed.length;
  }

  /** @returns whether it took the push: a raise only from what it shows. */
  take({ from, to }: { from: number; to: number }): boolean {
    if (this.mood === 'deleted' || (to > from && this.shows !== from)) return false;
    this.shows += to - from;
    this.tellOfProduct();
    return true;
  }

  listings(): Described[] {
    if (this.mood === 'deleted') return [];
    const { externalId } = this;
    const labels = { sku: 'TEE', barcode: null, title: 'Tee', price: '19.90' };
    const is = { tracked: true, ...saidOf(this.mood), observedAt: new Date(at(this.changedAt)) };
    return [{ externalId, levelRef: externalId, groupRef, ...labels, ...is }];
  }

  /** Every change of a level is told of with the whole product; whether stock is kept, no message says. */
  private tellOfProduct(): void {
    const listings = this.listings().map((each) => ({ ...each, tracked: null }));
    const group = { kind: 'group' as const, groupRef, externalIds: listings.map(({ externalId }) => externalId) };
    this.messages.push(listings.length === 0 ? [group] : [{ kind: 'listings', listings }, group]);
  }
}
