import { createHmac, timingSafeEqual } from 'node:crypto';
import type { WakeReason } from '@tillbridge/gateway-kit';

/** Event types that we subscribe to, and what each wakes. Bodies never carry data: they are 1.0 shaped, late and lossy. */
export const wakeTypes: Readonly<Record<string, WakeReason>> = {
  'sale.update': 'sales',
  'inventory.update': 'levels',
  'product.update': 'items',
  'consignment.send': 'papers',
  'consignment.receive': 'papers',
};

export type Signature = 'good' | 'wrong' | 'absent';

/**
 * `X-Signature: signature=<hash>,algorithm=HMAC-SHA256` over the body as it came in, under the app's client secret. The
 * vendor does not say how the hash is written, so hex and base64 are both taken. Webhooks made by hand carry none.
 */
export function checkSignature(header: string | undefined, body: Buffer, clientSecret: string | null): Signature {
  if (header === undefined || header === '') return 'absent';
  // Signed, but we were not told the secret: the secret path is then all there is to go by.
  if (clientSecret === null) return 'absent';
  const fields = new Map(header.split(',').map((field) => splitOnce(field.trim())));
  if ((fields.get('algorithm') ?? '').toUpperCase() !== 'HMAC-SHA256') return 'wrong';
  const given = fields.get('signature') ?? '';
  const expected = createHmac('sha256', clientSecret).update(body).digest();
  const isHex = /^[0-9a-f]{64}$/i.test(given);
  return sameBytes(Buffer.from(given, isHex ? 'hex' : 'base64'), expected) ? 'good' : 'wrong';
}

export function sameSecret(given: string, expected: string): boolean {
  return sameBytes(Buffer.from(given), Buffer.from(expected));
}

function sameBytes(given: Buffer, expected: Buffer): boolean {
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** Base64 may end in "=", so only the first one separates. */
function splitOnce(field: string): [string, string] {
  const at = field.indexOf('=');
  return at < 0 ? [field, ''] : [field.slice(0, at), field.slice(at + 1)];
}
