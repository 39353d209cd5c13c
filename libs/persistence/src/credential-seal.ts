import type { Cipher } from './cipher';

/** The name is bound to the bytes: one row copied over another does not open. */
const purposeOf = (name: string) => `credential ${name}`;

export function sealSecret(cipher: Cipher, name: string, secret: string): Buffer {
  return cipher.seal(Buffer.from(secret, 'utf8'), purposeOf(name));
}

export function openSecret(cipher: Cipher, name: string, sealed: Buffer): string {
  return cipher.open(sealed, purposeOf(name)).toString('utf8');
}
