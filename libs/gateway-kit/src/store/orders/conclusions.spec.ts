import { takeStoreRead } from '@tillbridge/level-mirror';
import { newStoreLevel, type StoreLevel } from '../book/store-level';
import type { StoreState } from '../store-state';
import { specState } from '../spec-state';
import { Conclusions } from './conclusions';

const channel = 'store-a';
const start = Date.UTC(2026, 10, 23, 10);
const at = (seconds: number) => new Date(start + seconds * 1_000);

/** Somebody added three units by hand; `committed` says whether the store knows of orders that we do not. */
function edited(externalId: string, committed: number): StoreLevel {
  const level = newStoreLevel({ channel, externalId, storeLocation: 'l1' });
  const known = takeStoreRead(level.mirror, { token: 0, level: 5 });
  const mirror = takeStoreRead(known, { token: known.facts, level: 8 });
  return { ...level, levelRef: externalId, mirror, lastRead: { requestedAt: at(0), committed } };
}

describe('concluding that a level was edited', () => {
  let state: StoreState;

  beforeEach(() => {
    const now = () => at(60);
    ({ state } = specState(now));
  });

  it('comes to every level in the end, however many before it may never be concluded', async () => {
    const vetoed = Array.from({ length: 1_200 }, (_, index) => edited(`a${String(index).padStart(4, '0')}`, 9));
    await state.uow.run((tx) => state.levels.save(tx, [...vetoed, edited('b', 0)]));
    const onConcluded = jest.fn();
    const conclusions = new Conclusions({ state, channel, timing: { settleMs: 50, searchLagMs: 10 }, onConcluded });
    expect(await conclusions.conclude(at(30))).toBe(50);
    expect(onConcluded).not.toHaveBeenCalled();
    await conclusions.conclude(at(30));
    expect(onConcluded.mock.calls.map(([level]: [StoreLevel]) => level.externalId)).toEqual(['b']);
    const [level] = await state.uow.run((tx) =>
      state.levels.load(tx, channel, [{ externalId: 'b', storeLocation: 'l1' }]),
    );
    expect(level!.mirror).toMatchObject({ edits: 3, residual: 0 });
  });
});
