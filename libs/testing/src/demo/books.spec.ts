import { PaperShop } from '../auditor/paper/paper-shop';
import { Shelf, type StoreTwin, type TillTwin } from '../world';
import { collectEvidence, openBooks } from './books';

interface Entry {
  seq: number;
  kind: string;
}

/** A vendor whose people write into the log while its state is being read, as long as there is something left to write. */
function twin(log: Entry[], whileRead: Entry[] = []) {
  return {
    state: async () => {
      log.push(...whileRead.splice(0, 1));
      return { entries: log.length };
    },
    log: async (after = 0) => log.filter(({ seq }) => seq > after),
  };
}

const vendors = (till: object, store: object) => ({
  till: till as TillTwin,
  stores: [{ name: 'store A', channel: 'store-a', twin: store as StoreTwin, locationId: '1', serves: 'Main' }],
});
const sale = (seq: number): Entry => ({ seq, kind: 'till_sale' });
const call = (seq: number): Entry => ({ seq, kind: 'api_call' });

describe('the books of the vendors', () => {
  it('are read again when something was written into them meanwhile, so that state and log tell of one moment', async () => {
    const books = await openBooks(vendors(twin([sale(1)], [sale(2), call(3)]), twin([])));
    expect(books.till).toEqual({ state: { entries: 3 }, seq: 2 });
  });

  it('are given up on when they never rest', async () => {
    const restless = Array.from({ length: 50 }, (_, index) => sale(2 + index));
    await expect(openBooks(vendors(twin([sale(1)], restless), twin([])))).rejects.toThrow(/during each of 20 looks/);
  });

  it('tell of what happened between the two looks, and of nothing after', async () => {
    const till = twin([sale(1)]);
    const opening = await openBooks(vendors(till, twin([])));
    const later = twin([sale(1), sale(2), call(3)]);
    const evidence = await collectEvidence(vendors(later, twin([])), opening, [4], new Shelf([['TEE', 2]]));
    expect(evidence.till.log).toEqual([sale(2)]);
    expect(evidence).toMatchObject({ shelf: { TEE: 2 }, stores: [{ channel: 'store-a', attempts: 4 }] });
    expect(Object.keys(evidence).sort()).toEqual(Object.keys(new PaperShop({}).evidence()).sort());
  });
});
