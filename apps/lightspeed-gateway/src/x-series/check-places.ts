import { PermanentError } from '@tillbridge/persistence';
import type { XSeriesClient } from './client';
import type { XSeriesSettings } from './settings';
import { isObject, textAt } from './vendor-json';

/** Compares what was configured with what the account has. @throws PermanentError naming every id that does not fit. */
export async function checkPlaces(
  client: XSeriesClient,
  settings: XSeriesSettings,
  registers: ReadonlyMap<string, string | null>,
): Promise<string[]> {
  const outlets = await namesOf(client, '/outlets');
  const payments = await namesOf(client, '/payment_types');
  const taxes = await namesOf(client, '/taxes');
  const ours = new Set(settings.locations.map((entry) => entry.outlet));
  const missing = [
    ...settings.locations
      .filter(({ outlet }) => !outlets.has(outlet))
      .map(({ location, outlet }) => `till.locations: ${location} is outlet ${outlet}, which does not exist`),
    ...settings.webOrders.flatMap(({ channel, register, paymentType, tax }) => [
      ...(ours.has(registers.get(register) ?? '')
        ? []
        : [wrong(channel, 'register', register, 'in a configured outlet')]),
      ...(payments.has(paymentType) ? [] : [wrong(channel, 'paymentType', paymentType, 'of this account')]),
      ...(taxes.has(tax) ? [] : [wrong(channel, 'tax', tax, 'of this account')]),
    ]),
  ];
  if (missing.length > 0) throw new PermanentError(missing.join('; '));
  return settings.locations.map(({ location, outlet }) => `${location}: ${outlets.get(outlet)}`);
}

const wrong = (channel: string, what: string, id: string, should: string): string =>
  `till.webOrders: ${what} ${id} of ${channel} is none ${should}`;

async function namesOf(client: XSeriesClient, path: string): Promise<Map<string, string>> {
  const answer = await client.get('items', `${path}?page_size=200`);
  const list = isObject(answer) && Array.isArray(answer.data) ? answer.data.filter(isObject) : [];
  return new Map(list.map((one) => [textAt(one, 'id') ?? '', textAt(one, 'name') ?? '']));
}
