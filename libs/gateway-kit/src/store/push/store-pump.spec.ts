import { openPush, readToken, takeStoreRead } from '@tillbridge/level-mirror';
import { eventually } from '@tillbridge/testing';
import { want, type StoreLevel } from '../book/store-level';
import type { PushAnswer, PushCall, StoreAdapter } from '../store-adapter';
import { asked, inTurn, type StoreState } from '../store-state';
import { specState } from '../spec-state';
import { StorePump } from './store-pump';

const channel = 'store-a';
const key = { externalId: 'v1', storeLocation: 'l1' };
const counted = { ordersSeen: 0, claim: 0, edits: 0 };
const applied: PushAnswer = { kind: 'settled', rows: [{ outcome: 'applied' }] };

describe('a push', () => {
  let state: StoreState;
  let pump: StorePump;
  const sent: PushCall[] = [];
  const cause = () => asked(channel, 'spec', state.now());
  const change = (by: (level: StoreLevel) => StoreLevel) =>
    inTurn(state, channel, (tx) => state.book.change(tx, channel, [key], cause(), by));
  const mirror = async () => (await state.uow.run((tx) => state.levels.load(tx, channel, [key])))[0]!.mirror;

  /** The store shows 5 and is to show 3. */
  const begin = async (answer: (call: PushCall) => Promise<PushAnswer>) => {
    const push = (call: PushCall) => (sent.push(call), answer(call));
    const adapter = { channel, push } as Partial<StoreAdapter> as StoreAdapter;
    const ignore = () => undefined;
    pump = new StorePump({ state, adapter, onStale: ignore, onTrouble: ignore, onError: ignore });
    await change((level) => {
      const read = { token: readToken(level.mirror), level: 5 };
      const known = {
        ...level,
        itemId: '01932f6e-7c00-7d30-8a10-5a2c3e4f5a6b',
        levelRef: 'r1',
        mirror: takeStoreRead(level.mirror, read),
      };
      return want(known, { lowerTo: 3, raiseTo: 3, version: 1, dealt: false, counted });
    });
    await pump.start();
  };

  beforeEach(() => {
    sent.length = 0;
    const now = () => new Date();
    ({ state } = specState(now));
  });
  afterEach(() => pump.stop());

  it('whose call failed in a way that nobody foresaw stays open, and is sent again as it was', async () => {
    await begin(async () => {
      if (sent.length === 1) throw new Error('a bug of ours');
      return applied;
    });
    await eventually(async () => expect(await mirror()).toMatchObject({ open: null, pushed: -2 }));
    expect(sent).toHaveLength(2);
    expect(sent[1]).toMatchObject({ key: sent[0]!.key, rows: sent[0]!.rows });
  });

  it('is settled by its own answer alone: one that comes when another is open changes nothing', async () => {
    let answered: (answer: PushAnswer) => void = () => undefined;
    await begin(() => new Promise((resolve) => (answered = resolve)));
    await eventually(async () => expect(sent).toHaveLength(1));
    const other = { key: 'another', from: 5, to: 4, version: 2 };
    await change((level) => ({ ...level, mirror: openPush({ ...level.mirror, open: null }, other) }));
    answered(applied);
    await pump.stop();
    expect(await mirror()).toMatchObject({ open: other, pushed: 0 });
  });
});
