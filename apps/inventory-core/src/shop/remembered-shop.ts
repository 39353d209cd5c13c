import type { Tx } from '@tillbridge/persistence';
import type { Shop, ShopBook } from './shop';

/** How long an imported change of the shop may go unnoticed by a running process. */
export const refreshAfterMs = 5_000;

/** The shop for every decision. It changes only when somebody imports a file, so it is read again every few seconds. */
export function rememberedShop(
  book: Pick<ShopBook, 'current'>,
  elapsedMs = () => performance.now(),
): (tx: Tx) => Promise<Shop> {
  let remembered: { readonly shop: Shop; readonly readAt: number } | null = null;
  return async (tx) => {
    const now = elapsedMs();
    if (remembered !== null && now - remembered.readAt < refreshAfterMs) return remembered.shop;
    const shop = await book.current(tx);
    remembered = { shop, readAt: now };
    return shop;
  };
}
