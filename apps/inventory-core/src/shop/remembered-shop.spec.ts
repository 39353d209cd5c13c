import { MemoryUnitOfWork, Unavailable } from '@tillbridge/persistence';
import { paperShop } from '../ledger/paper-core';
import { refreshAfterMs, rememberedShop } from './remembered-shop';
import type { Shop } from './shop';

describe('remembering the shop', () => {
  const uow = new MemoryUnitOfWork();

  function world() {
    let now = 0;
    let kept: Shop | null = paperShop;
    let reads = 0;
    const current = async () => {
      reads += 1;
      if (kept === null) throw new Unavailable('no shop');
      return kept;
    };
    const shop = rememberedShop({ current }, () => now);
    return {
      read: () => uow.run(shop),
      reads: () => reads,
      keep: (next: Shop | null) => void (kept = next),
      pass: (ms: number) => void (now += ms),
    };
  }

  it('asks the book once for many decisions, and again for an imported change', async () => {
    const { read, reads, keep, pass } = world();
    for (let decision = 0; decision < 5; decision += 1) expect(await read()).toBe(paperShop);
    expect(reads()).toBe(1);
    const changed = { ...paperShop, till: 'counter' };
    keep(changed);
    pass(refreshAfterMs - 1);
    expect(await read()).toBe(paperShop);
    pass(1);
    expect(await read()).toBe(changed);
  });

  it('does not remember that there was no shop', async () => {
    const { read, keep } = world();
    keep(null);
    await expect(read()).rejects.toThrow(Unavailable);
    keep(paperShop);
    expect(await read()).toBe(paperShop);
  });
});
