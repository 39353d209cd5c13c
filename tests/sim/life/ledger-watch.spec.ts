import { unreadTillMirror } from '@tillbridge/level-mirror';
import { emptyItem, levelAt, type ItemState, type PromiseState } from '@tillbridge/stock-domain';
import type { LedgerEntry } from '../../../apps/inventory-core/src/ledger/ledger';
import { LedgerWatch } from './ledger-watch';

const level = (base: number) => ({ ...levelAt(emptyItem('item'), 'main'), mirror: { ...unreadTillMirror, base } });
const line = { channel: 'store-a', order: '1', line: '1', location: 'main', elsewhere: [], returned: [] };
const units = { ordered: 2, restocked: 0, owed: 2, short: 0, folded: 0, accepted: 2 };
const promise = (change = {}) => ({ ...line, ...units, ...change }) as unknown as PromiseState;
const view = { channel: 'store-a', storeLocation: '1', lowerTo: 3, raiseTo: 3, version: 4, dealt: false };
const published = (change = {}) => [{ ...view, counted: { ordersSeen: 0, claim: 0, edits: 0 }, ...change }];
const sound: ItemState = { ...emptyItem('item'), version: 1, levels: [level(5)], promises: [promise()] };
const entry = { itemId: 'item', location: 'main', causeId: 'fact', at: new Date(0), kind: 'opening' as const, held: 0 };
const movements: LedgerEntry[] = [
  { ...entry, gross: 5, reserved: 0, claim: 0 },
  { ...entry, gross: 0, reserved: 2, claim: 0 },
];

const moved = (version: number): ItemState => ({ ...sound, version, levels: [level(6)] });
const twice = [promise(), promise({ owed: 0, accepted: 0 })];
const lessThanNothing = [promise(), promise({ line: '2', owed: -1, short: -1 })];
const first: ItemState = { ...sound, published: published() };

/** What is found when the core goes through these states, the first one with the movements that it needs. */
function foundIn(...states: readonly ItemState[]): readonly string[] {
  const told: string[] = [];
  let calmMs = 0;
  let now: ItemState = states[0]!;
  const watch = new LedgerWatch(
    () => [now],
    ({ invariant }) => told.push(invariant),
    { calmMs: () => calmMs, latencyMs: 1_000 },
  );
  states.forEach((state, at) => {
    now = state;
    calmMs += 600;
    watch.committed(at === 0 ? movements : []);
  });
  return told;
}

describe('the watch over what the core commits', () => {
  it('finds nothing where movements come to what is kept, and versions rise', () => {
    expect(foundIn(sound, { ...sound, version: 2, published: published() })).toEqual([]);
  });

  it.each<[string, readonly ItemState[], string]>([
    ['a level that moved without a movement, once', [sound, moved(2), moved(3)], 'I2'],
    ['units set aside without a movement', [{ ...sound, promises: [promise({ owed: 3 })] }], 'I2'],
    ['a line that is promised twice', [{ ...sound, promises: twice }], 'I3'],
    ['a promise of less than nothing', [{ ...sound, promises: lessThanNothing }], 'I9'],
    ['a version that does not rise', [sound, { ...sound }], 'I6'],
    [
      'another number under a version of before',
      [first, { ...first, version: 2, published: published({ lowerTo: 5 }) }],
      'I6',
    ],
  ])('finds %s', (_, states, invariant) => {
    expect(foundIn(...states)).toEqual([invariant]);
  });

  it('finds that more is promised than there is, once that has lasted too long', () => {
    const over = (version: number): ItemState => ({ ...sound, version, promises: [promise({ owed: 6 })] });
    expect(foundIn(over(1), over(2))).toEqual(['I2']);
    expect(foundIn(over(1), over(2), over(3))).toEqual(['I2', 'I1']);
  });

  it('finds a movement without a cause', () => {
    const told: string[] = [];
    const watch = new LedgerWatch(
      () => [sound],
      ({ invariant }) => told.push(invariant),
      { calmMs: () => 0, latencyMs: 0 },
    );
    watch.committed(movements.map((each, at) => (at === 0 ? { ...each, causeId: '' } : each)));
    expect(told).toEqual(['I10']);
  });
});
