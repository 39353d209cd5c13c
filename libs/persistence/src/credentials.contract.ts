import { randomBytes } from 'node:crypto';
import { Cipher, DecryptionFailed, KeyMissing } from './cipher';
import type { Platform } from './platform.contract';

export function credentialStoreContract(open: () => Promise<Platform>): void {
  describe('credential store', () => {
    it('gives back the newest secret of a name, and null for a name it does not know', async () => {
      const platform = await open();
      const store = platform.credentials(new Cipher([randomBytes(32)]));
      for (const secret of ['shpat_old', 'shpat_new'])
        await platform.uow().run((tx) => store.put(tx, 'store-a', secret));
      expect(await store.get('store-a')).toBe('shpat_new');
      expect(await store.get('store-b')).toBeNull();
    });

    it('keeps nothing of a unit that was rolled back', async () => {
      const platform = await open();
      const store = platform.credentials(new Cipher([randomBytes(32)]));
      const run = platform.uow().run(async (tx) => {
        await store.put(tx, 'store-a', 'secret');
        throw new Error('no');
      });
      await expect(run).rejects.toThrow('no');
      expect(await store.get('store-a')).toBeNull();
    });

    describe('at rest', () => {
      const key = randomBytes(32);

      async function twoSecrets(): Promise<Platform> {
        const platform = await open();
        const store = platform.credentials(new Cipher([key]));
        await platform.uow().run((tx) => store.put(tx, 'store-a', 'shpat_of_a'));
        await platform.uow().run((tx) => store.put(tx, 'store-b', 'shpat_of_b'));
        return platform;
      }

      it('cannot be read by looking at the rows', async () => {
        const platform = await twoSecrets();
        const bytes = await platform.sealedBytes('store-a');
        expect(bytes.length).toBeGreaterThan('shpat_of_a'.length);
        expect(bytes.includes('shpat')).toBe(false);
      });

      it('cannot be swapped from one name to another', async () => {
        const platform = await twoSecrets();
        await platform.swapSealed('store-a', 'store-b');
        const store = platform.credentials(new Cipher([key]));
        await expect(store.get('store-b')).rejects.toThrow(DecryptionFailed);
        expect(await store.get('store-a')).toBe('shpat_of_a');
      });

      it('cannot be opened under another key, and can be sealed anew under it', async () => {
        const platform = await twoSecrets();
        const stranger = platform.credentials(new Cipher([randomBytes(32)]));
        await expect(stranger.get('store-a')).rejects.toThrow(KeyMissing);
        await platform.uow().run((tx) => stranger.put(tx, 'store-a', 'shpat_again'));
        expect(await stranger.get('store-a')).toBe('shpat_again');
      });
    });
  });
}
