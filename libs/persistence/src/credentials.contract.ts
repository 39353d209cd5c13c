import { randomBytes } from 'node:crypto';
import { Cipher } from './cipher';
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
  });
}
