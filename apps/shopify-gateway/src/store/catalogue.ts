import type { Described, ItemToList } from '@tillbridge/gateway-kit';
import type { AdminClient } from '../admin/client';
import { NoAnswer, Refused } from '../admin/errors';
import { gid, numericId } from '../admin/ids';
import { catalogue, createProduct, variantsBySku, variantsOfProduct } from '../documents';
import { labelOf } from '@tillbridge/gateway-kit';
import { handleOf } from './handle';
import { labelled, listingTitle, standingOf } from '../translate/translate';

interface VariantNode {
  id: string;
  title: string;
  sku: string | null;
  barcode: string | null;
  price: string;
  inventoryItem: { legacyResourceId: string; tracked: boolean };
  product: { legacyResourceId: string; title: string; status: string; updatedAt: string };
}

interface Page {
  nodes: VariantNode[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

export async function listCatalogue(client: AdminClient, after: string | null) {
  const { productVariants: page } = await client.ask<{ productVariants: Page }>(catalogue, { after });
  return { listings: page.nodes.map(described), next: nextOf(page) };
}

/** The variants of one product as it is now; none of a product that was deleted. */
export async function readProduct(client: AdminClient, product: string): Promise<Described[]> {
  const listings: Described[] = [];
  let after: string | null = null;
  do {
    const data: { product: { variants: Page } | null } = await client.ask(variantsOfProduct, {
      product: gid('Product', product),
      after,
    });
    if (!data.product) return [];
    listings.push(...data.product.variants.nodes.map(described));
    after = nextOf(data.product.variants);
  } while (after !== null);
  if (new Set(listings.map(({ observedAt }) => observedAt.getTime())).size > 1)
    throw new NoAnswer('the product was changed while it was read: what moved from page to page may be missing');
  return listings;
}

/**
 * Lists an item of ours: found by its SKU if the store has it (from before a crash, or made by a person, who may have put
 * it away since: that is theirs to undo), else created under a handle that belongs to this item alone, so that no retry
 * can make a second one. Nobody sees it before it is published: `finishListing`.
 */
export async function upsertItem(
  client: AdminClient,
  item: ItemToList,
  storeLocations: readonly string[],
): Promise<Described> {
  return (await findBySku(client, item.sku)) ?? (await createFor(client, item, storeLocations));
}

async function findBySku(client: AdminClient, sku: string | null): Promise<Described | null> {
  if (sku === null) return null;
  const query = `sku:${JSON.stringify(sku)}`;
  const { productVariants } = await client.ask<{ productVariants: { nodes: VariantNode[] } }>(variantsBySku, { query });
  // The search is by words: only the very label counts.
  const same = productVariants.nodes.filter((node) => labelOf(node.sku ?? '') === labelOf(sku));
  if (same.length > 1)
    throw new Refused(`the store lists SKU ${sku} more than once: a person has to link one`, 'AMBIGUOUS');
  return same[0] ? described(same[0]) : null;
}

async function createFor(client: AdminClient, item: ItemToList, storeLocations: readonly string[]): Promise<Described> {
  const handle = handleOf(item);
  const { productSet: result } = await client.ask<{
    productSet: {
      product: { variants: { nodes: VariantNode[] } } | null;
      userErrors: { code: string | null; message: string }[];
    } | null;
  }>(
    createProduct,
    { identifier: { handle }, input: productInput(item, handle, storeLocations) },
    // Its quantity of nothing is absolute: sent again after a lost answer it could wipe out a level that was pushed by
    // then. Whoever asks looks first whether the item is listed.
    { once: true },
  );
  const [error] = result?.userErrors ?? [];
  if (error) throw new Refused(`the store refuses the item: ${error.code}: ${error.message}`, error.code ?? 'REFUSED');
  const [variant] = result?.product?.variants.nodes ?? [];
  if (!variant) throw new NoAnswer('the store created the item without a variant');
  return described(variant);
}

function productInput(item: ItemToList, handle: string, storeLocations: readonly string[]) {
  const option = { name: 'Title', value: 'Default Title' };
  return {
    title: item.title,
    handle,
    status: 'ACTIVE',
    productOptions: [{ name: option.name, values: [{ name: option.value }] }],
    variants: [
      {
        optionValues: [{ optionName: option.name, name: option.value }],
        sku: item.sku,
        barcode: item.barcode,
        ...(item.price === null ? {} : { price: item.price }),
        inventoryPolicy: 'DENY',
        inventoryItem: { tracked: item.tracked, ...(item.sku === null ? {} : { sku: item.sku }) },
        // Stocked with nothing: what it may sell comes by the pump, as for everything else.
        inventoryQuantities: storeLocations.map((id) => ({
          locationId: gid('Location', id),
          name: 'available',
          quantity: 0,
        })),
      },
    ],
  };
}

function described(node: VariantNode): Described {
  return {
    externalId: numericId(node.id),
    levelRef: node.inventoryItem.legacyResourceId,
    groupRef: node.product.legacyResourceId,
    sku: labelled(node.sku),
    barcode: labelled(node.barcode),
    title: listingTitle(node.product.title, node.title),
    price: node.price,
    tracked: node.inventoryItem.tracked,
    ...standingOf(node.product.status),
    observedAt: new Date(node.product.updatedAt),
  };
}

function nextOf({ pageInfo }: Page): string | null {
  return pageInfo.hasNextPage ? pageInfo.endCursor : null;
}
