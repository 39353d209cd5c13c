import type { OrderShort } from '@tillbridge/contracts';
import type {
  Delivery,
  ItemToList,
  LevelKey,
  PushCall,
  RawWebhook,
  StoreAdapter,
  TimesAsked,
} from '@tillbridge/gateway-kit';
import type { AdminClient } from './admin/client';
import { listCatalogue, readProduct, upsertItem } from './store/catalogue';
import { listLocations } from './store/locations';
import { pollOrders, readOrder, updatedSince } from './store/orders';
import { finishListing } from './store/publish';
import { pushQuantities } from './store/push';
import { resolveOrder } from './store/resolve';
import type { ShopifyStore } from './store/settings';
import { readLevels, stockAt } from './store/snapshot';
import { ensureSubscriptions } from './store/subscribe';
import { verifyWebhook } from './store/verify';
import { translate } from './translate/translate';

type Row = LevelKey & { levelRef: string };

/** One Shopify store behind the store port. Each method is one file under store/ or translate/. */
export class ShopifyAdapter implements StoreAdapter {
  readonly channel: string;
  /** Without `read_all_orders` it shows those of the last 60 days. */
  readonly ordersShownForMs = 59 * 24 * 3_600_000;

  constructor(
    private readonly store: ShopifyStore,
    private readonly client: AdminClient,
    /** Client secrets that webhooks may be signed with. */
    private readonly secrets: readonly string[],
  ) {
    this.channel = store.channel;
  }

  verify(webhook: RawWebhook) {
    return verifyWebhook(webhook, { secrets: this.secrets, domain: this.store.domain });
  }

  translate(delivery: Delivery) {
    return translate(this.store, delivery);
  }

  push(call: PushCall) {
    return pushQuantities(this.client, call);
  }

  readLevels(rows: readonly Row[], why: 'needed' | 'routine' = 'needed') {
    return readLevels(this.client, rows, why === 'needed' ? 'push' : 'background');
  }

  stockAt(row: Row, key: string) {
    return stockAt(this.client, row, key);
  }

  pollOrdersSince(since: Date) {
    return pollOrders(this.client, updatedSince(since));
  }

  openOrders() {
    return pollOrders(this.client, 'status:open');
  }

  listLocations() {
    return listLocations(this.client);
  }

  readOrder(order: string, soleLocation: string | null) {
    return readOrder(this.client, { channel: this.channel, order, soleLocation });
  }

  readGroup(groupRef: string) {
    return readProduct(this.client, groupRef);
  }

  resolveOrder(short: OrderShort, before: TimesAsked) {
    return resolveOrder(this.client, short, before);
  }

  upsertItem(item: ItemToList) {
    return upsertItem(this.client, item, this.store.storeLocations);
  }

  finishListing(itemId: string, externalIds: readonly string[]) {
    return finishListing(this.client, itemId, externalIds);
  }

  subscribe(address: string) {
    return ensureSubscriptions(this.client, address);
  }

  listCatalogue(after: string | null) {
    return listCatalogue(this.client, after);
  }
}
