import type { Subscribed } from '@tillbridge/gateway-kit';
import { Refused, type XSeriesClient } from './client';
import { wakeTypes } from './intake';
import { isObject, textAt, type VendorObject } from './vendor-json';

/** Makes sure that each type wakes us at its own address; one there already is left alone, a switched-off one is switched on. */
export async function ensureWebhooks(client: XSeriesClient, wakeUrl: (type: string) => string): Promise<Subscribed> {
  const present = await listWebhooks(client);
  const created: string[] = [];
  for (const type of Object.keys(wakeTypes)) {
    const url = wakeUrl(type);
    const existing = present.find((hook) => textAt(hook, 'type') === type && textAt(hook, 'url') === url);
    if (existing?.active === true) continue;
    if (existing) await client.put('items', `/webhooks/${textAt(existing, 'id')}`, { type, url, active: true });
    else await create(client, type, url);
    created.push(type);
  }
  return { present: Object.keys(wakeTypes), created };
}

async function listWebhooks(client: XSeriesClient): Promise<VendorObject[]> {
  const answer = await client.get('items', '/webhooks');
  return isObject(answer) && Array.isArray(answer.data) ? answer.data.filter(isObject) : [];
}

/** 409: someone else was faster, which is as good. */
async function create(client: XSeriesClient, type: string, url: string): Promise<void> {
  try {
    await client.post('items', '/webhooks', { type, url, active: true });
  } catch (error) {
    if (!(error instanceof Refused) || error.status !== 409) throw error;
  }
}
