import { PermanentError } from '@tillbridge/persistence';

/** Our ids on the wire are Shopify's numeric ids as text; its API wants global ids. */
export function gid(type: string, id: string): string {
  return `gid://shopify/${type}/${id}`;
}

/** The numeric part of a global id. */
export function numericId(globalId: string): string {
  const id = /^gid:\/\/shopify\/\w+\/(\d+)/.exec(globalId)?.[1];
  if (id === undefined) throw new PermanentError('the store named something by an id of unknown form');
  return id;
}
