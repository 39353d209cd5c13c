import type { Ids } from './ids';
import type { Action } from './action';
import type { Shop } from './shop';
import type { Product, Publication, State } from './state';

/** The handle by which the online store's app, and its channel, go in every shop. */
const ONLINE_STORE = 'online_store';
const APP_IDS = { [ONLINE_STORE]: '580111', pos: '129785' };

/** Every shop has an online store and a point of sale. */
export function openPublications(state: State, ids: Ids): void {
  const open = (name: string, handle: keyof typeof APP_IDS): void => {
    const id = ids.next('Publication');
    state.publications.set(id, { id, name, handle, appId: APP_IDS[handle] });
  };
  open('Online Store', ONLINE_STORE);
  open('Point of Sale', 'pos');
}

/** What a person makes in the admin is published everywhere unless they untick it. */
export function publishEverywhere(shop: Shop, product: Product): void {
  for (const id of shop.state.publications.keys()) add(shop, product, id);
}

/** Publishing where a product is published already changes nothing. */
export function publish(shop: Shop, action: Action, product: Product, publications: readonly Publication[]): void {
  const fresh = publications.filter(({ id }) => !product.publishedOn.has(id));
  if (fresh.length === 0) return;
  for (const { id } of fresh) add(shop, product, id);
  product.updatedAt = shop.now();
  action.product('update', product);
  shop.log.append('published', { productId: product.id, on: fresh.map(({ name }) => name) });
}

export function unpublish(shop: Shop, action: Action, product: Product, publications: readonly Publication[]): void {
  const gone = publications.filter(({ id }) => product.publishedOn.delete(id));
  if (gone.length === 0) return;
  if (gone.some(isOnlineStore)) product.publishedAt = null;
  product.updatedAt = shop.now();
  action.product('update', product);
  shop.log.append('unpublished', { productId: product.id, on: gone.map(({ name }) => name) });
}

/** Can a buyer of the online store come to it at all? An unlisted product still sells by its direct link. */
export function isOnSale(state: State, product: Product): boolean {
  const sells = product.status === 'ACTIVE' || product.status === 'UNLISTED';
  return sells && [...state.publications.values()].some((one) => isOnlineStore(one) && product.publishedOn.has(one.id));
}

function add(shop: Shop, product: Product, id: string): void {
  product.publishedOn.add(id);
  const publication = shop.state.publications.get(id);
  if (publication && isOnlineStore(publication)) product.publishedAt = shop.now();
}

const isOnlineStore = ({ handle }: Publication): boolean => handle === ONLINE_STORE;
