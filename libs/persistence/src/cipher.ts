import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

const keyBytes = 32;
const formatVersion = 1;
const keyIdBytes = 4;
const ivBytes = 12;
const tagBytes = 16;
const headerBytes = 1 + keyIdBytes;
const overheadBytes = headerBytes + ivBytes + tagBytes;

/** The sealed bytes cannot be opened; the message says why, never what was inside. */
export class DecryptionFailed extends Error {
  override readonly name: string = 'DecryptionFailed';
}

/** Nothing is wrong with the sealed bytes: this process was started with another key than the one that sealed them. */
export class KeyMissing extends DecryptionFailed {
  override readonly name = 'KeyMissing';

  constructor(keyId: string) {
    super(
      `sealed under key ${keyId}, which this process does not have: set TILLBRIDGE_MASTER_KEY back to the key that was ` +
        'used then, or import tillbridge.yaml again to seal the credentials under the new one',
    );
  }
}

/**
 * AES-256-GCM. Sealed = format version (1 byte), key id (4), iv (12), tag (16), ciphertext. The key id is a fingerprint of
 * the key, so that bytes sealed before a key change say which key they need.
 */
export class Cipher {
  private readonly keys = new Map<string, Buffer>();
  private readonly currentKeyId: Buffer;

  /** @param keys 32 bytes each; the first one seals, all of them open. */
  constructor(keys: readonly [Buffer, ...Buffer[]]) {
    for (const key of keys) {
      if (key.length !== keyBytes) throw new Error(`a key must be ${keyBytes} bytes, got ${key.length}`);
      this.keys.set(keyIdOf(key).toString('hex'), key);
    }
    this.currentKeyId = keyIdOf(keys[0]);
  }

  /** @param masterKeys base64, the current one first. @throws naming TILLBRIDGE_MASTER_KEY and the remedy. */
  static fromBase64(...masterKeys: [string, ...string[]]): Cipher {
    return new Cipher(masterKeys.map(decodeKey) as [Buffer, ...Buffer[]]);
  }

  /** @param purpose bound to the result: bytes sealed for one purpose do not open for another. */
  seal(plain: Buffer, purpose = ''): Buffer {
    const header = Buffer.concat([Buffer.from([formatVersion]), this.currentKeyId]);
    const iv = randomBytes(ivBytes);
    const cipher = createCipheriv('aes-256-gcm', this.keyFor(this.currentKeyId), iv);
    cipher.setAAD(aadOf(header, purpose));
    const body = Buffer.concat([cipher.update(plain), cipher.final()]);
    return Buffer.concat([header, iv, cipher.getAuthTag(), body]);
  }

  /** @throws KeyMissing; DecryptionFailed when the bytes were changed, cut or sealed for another purpose. */
  open(sealed: Buffer, purpose = ''): Buffer {
    if (sealed.length < overheadBytes) throw new DecryptionFailed('sealed bytes are cut short');
    if (sealed[0] !== formatVersion) throw new DecryptionFailed(`sealed in unknown format ${sealed[0]}`);
    const header = sealed.subarray(0, headerBytes);
    const iv = sealed.subarray(headerBytes, headerBytes + ivBytes);
    const key = this.keyFor(header.subarray(1));
    const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: tagBytes });
    decipher.setAAD(aadOf(header, purpose));
    decipher.setAuthTag(sealed.subarray(headerBytes + ivBytes, overheadBytes));
    try {
      return Buffer.concat([decipher.update(sealed.subarray(overheadBytes)), decipher.final()]);
    } catch {
      throw new DecryptionFailed('sealed bytes were changed, or sealed for another purpose');
    }
  }

  private keyFor(id: Buffer): Buffer {
    const key = this.keys.get(id.toString('hex'));
    if (!key) throw new KeyMissing(id.toString('hex'));
    return key;
  }
}

function keyIdOf(key: Buffer): Buffer {
  return createHash('sha256').update('key id').update(key).digest().subarray(0, keyIdBytes);
}

function aadOf(header: Buffer, purpose: string): Buffer {
  return Buffer.concat([header, Buffer.from(purpose, 'utf8')]);
}

function decodeKey(text: string): Buffer {
  const key = Buffer.from(text, 'base64');
  if (key.length === keyBytes) return key;
  throw new Error(
    `TILLBRIDGE_MASTER_KEY must be ${keyBytes} bytes in base64, got ${key.length}; make one with: openssl rand -base64 32`,
  );
}
