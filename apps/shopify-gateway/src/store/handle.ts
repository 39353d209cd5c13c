import type { ItemToList } from '@tillbridge/gateway-kit';

const titleCharactersMax = 60;

/** Readable, and never the same for two items; made of the id alone where the title has no Latin letter. */
export function handleOf({ title, itemId }: Pick<ItemToList, 'title' | 'itemId'>): string {
  const words = title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return [words.slice(0, titleCharactersMax), itemId].filter((part) => part !== '').join('-');
}

/** Whatever the item was called when its product was made. */
export function isMadeFor(handle: string, itemId: string): boolean {
  return handle.endsWith(itemId);
}
