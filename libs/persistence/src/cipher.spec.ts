import { randomBytes } from 'node:crypto';
import { Cipher, DecryptionFailed, KeyMissing } from './cipher';

const key = randomBytes(32);
const plain = Buffer.from('shpat_0123');

describe('Cipher', () => {
  it('opens what it sealed, and seals the same bytes differently each time', () => {
    const cipher = new Cipher([key]);
    const [first, second] = [cipher.seal(plain), cipher.seal(plain)];
    expect(cipher.open(first)).toEqual(plain);
    expect(first.equals(second)).toBe(false);
    expect(first.includes(plain)).toBe(false);
    expect(cipher.open(cipher.seal(Buffer.alloc(0)))).toEqual(Buffer.alloc(0));
  });

  it('notices a change of any single byte', () => {
    const cipher = new Cipher([key]);
    const sealed = cipher.seal(plain);
    for (let index = 0; index < sealed.length; index++) {
      const changed = Buffer.from(sealed);
      changed[index]! ^= 1;
      expect(() => cipher.open(changed)).toThrow(DecryptionFailed);
    }
  });

  it('notices bytes that are cut short', () => {
    const cipher = new Cipher([key]);
    expect(() => cipher.open(cipher.seal(plain).subarray(0, 20))).toThrow('cut short');
    expect(() => cipher.open(cipher.seal(plain).subarray(0, -1))).toThrow(DecryptionFailed);
  });

  it('opens only for the purpose it was sealed for', () => {
    const cipher = new Cipher([key]);
    expect(() => cipher.open(cipher.seal(plain, 'credential store-a'), 'credential store-b')).toThrow(DecryptionFailed);
  });

  it('goes on opening what an earlier key sealed, and names the key it lacks, the variable and the remedy', () => {
    const old = new Cipher([key]);
    const next = randomBytes(32);
    expect(new Cipher([next, key]).open(old.seal(plain))).toEqual(plain);
    const open = () => new Cipher([next]).open(old.seal(plain));
    expect(open).toThrow(KeyMissing);
    expect(open).toThrow(
      /^sealed under key [0-9a-f]{8}, which this process does not have: set TILLBRIDGE_MASTER_KEY back .*, or import tillbridge\.yaml again/,
    );
  });

  it('refuses a master key of the wrong size, naming the variable and the remedy', () => {
    expect(() => Cipher.fromBase64(randomBytes(16).toString('base64'))).toThrow(
      'TILLBRIDGE_MASTER_KEY must be 32 bytes in base64, got 16; make one with: openssl rand -base64 32',
    );
    expect(Cipher.fromBase64(key.toString('base64')).open(new Cipher([key]).seal(plain))).toEqual(plain);
  });
});
