import { conflict, notFound, unprocessable } from './errors';
import type { Hook } from './records';
import type { Twin } from './twin';

const TYPES = [
  'sale.update',
  'product.update',
  'customer.update',
  'inventory.update',
  'register_closure.create',
  'consignment.send',
  'consignment.receive',
];
const URL_LENGTH_MIN = 3;

export function hookById(twin: Twin, id: string): Hook {
  const hook = twin.retailer.hooks.get(id);
  if (!hook) throw notFound('webhook');
  return hook;
}

/** `secret` is the app's, for hooks made with an app's token; null for those a person makes by hand. */
export function createHook(twin: Twin, body: Record<string, unknown>, secret: string | null): Hook {
  const fields = readHook(twin, body);
  const hook: Hook = { id: twin.retailer.ids.uuid(), ...fields, secret };
  twin.retailer.hooks.set(hook.id, hook);
  return hook;
}

export function updateHook(twin: Twin, hook: Hook, body: Record<string, unknown>): void {
  Object.assign(hook, readHook(twin, body, hook.id));
}

function readHook(twin: Twin, body: Record<string, unknown>, ownId?: string): Pick<Hook, 'type' | 'url' | 'active'> {
  const { type, url, active } = body;
  if (typeof active !== 'boolean') throw unprocessable('active is required');
  if (typeof type !== 'string' || !TYPES.includes(type)) throw unprocessable(`type must be one of ${TYPES.join(', ')}`);
  if (typeof url !== 'string' || url.length < URL_LENGTH_MIN || !URL.canParse(url)) {
    throw unprocessable('url must be a URL');
  }
  for (const hook of twin.retailer.hooks.values()) {
    if (hook.id !== ownId && hook.type === type && hook.url === url) {
      throw conflict('a webhook with this type and URL already exists');
    }
  }
  return { type, url, active };
}
