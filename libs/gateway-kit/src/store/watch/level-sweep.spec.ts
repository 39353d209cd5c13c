import { MemoryInbox, MemoryOutbox, MemoryUnitOfWork } from '@tillbridge/persistence';
import { LevelBook } from '../book/level-book';
import { newStoreLevel } from '../book/store-level';
import { inTurn, type StoreState } from '../store-state';
import { storeStateInMemory } from '../store-state.memory';
import { LevelSweep } from './level-sweep';

const channel = 'store-a';
const listings = 250;

describe('looking over the levels of a store', () => {
  let state: StoreState;
  let asked: string[];
  let nowMs = 0;

  beforeEach(async () => {
    const uow = new MemoryUnitOfWork();
    const outbox = new MemoryOutbox({ service: 'shopify-gateway' });
    const now = () => new Date((nowMs += 10));
    const kept = storeStateInMemory({ uow, outbox, inbox: new MemoryInbox(uow), now });
    state = { ...kept, onWork: () => undefined, book: new LevelBook({ ...kept, onWork: () => undefined }) };
    asked = [];
    await uow.run((tx) =>
      state.channels.configure(tx, { channel, storeLocations: ['l1'], newItems: 'link', vendor: {} }),
    );
    const keys = Array.from({ length: listings }, (_, each) => `v${String(each).padStart(3, '0')}`);
    await inTurn(state, channel, (tx) =>
      state.book.apply(
        tx,
        channel,
        keys.map((externalId) => newStoreLevel({ channel, externalId, storeLocation: 'l1' })),
        { correlationId: 'spec', causationId: null, traceparent: null },
        (level) => ({ ...level, levelRef: level.externalId }),
      ),
    );
  });

  /** A process that looks at so many pages and dies while it waits for the next. */
  const sweepFor = (pages: number) =>
    new Promise<void>((died) => {
      let left = pages;
      const readLevels = async (rows: readonly { externalId: string }[]) => {
        if (left === 0) {
          died();
          return new Promise<never>(() => undefined);
        }
        left -= 1;
        asked.push(...rows.map(({ externalId }) => externalId));
        return [];
      };
      const timing = { sweepEveryMs: 1, catalogueEveryMs: 1, subscriptionsEveryMs: 1 };
      const sweep = new LevelSweep({ state, timing, onError: () => undefined, adapter: { channel, readLevels } });
      nowMs += 10_000;
      sweep.start();
    });

  it('goes on after a restart where it stood, and leaves no level out', async () => {
    await sweepFor(1);
    await sweepFor(1);
    await sweepFor(1);
    expect(asked).toHaveLength(listings);
    expect(new Set(asked).size).toBe(listings);
  });
});
