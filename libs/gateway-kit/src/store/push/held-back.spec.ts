import { readToken, takeStoreRead } from '@tillbridge/level-mirror';
import { eventually } from '@tillbridge/testing';
import { changeHalts } from '../../halts/change-halts';
import { withHalt, type HaltKind } from '../../halts/halts';
import { newStoreLevel, want } from '../book/store-level';
import type { PushAnswer, PushCall, StoreAdapter } from '../store-adapter';
import { asked, inTurn, type StoreState } from '../store-state';
import { specState } from '../spec-state';
import { StorePump } from './store-pump';

const channel = 'store-a';
const applied: PushAnswer = { kind: 'settled', rows: [{ outcome: 'applied' }] };
const ignore = () => undefined;

describe('of a store that is held back', () => {
  let state: StoreState;
  let pump: StorePump;
  let sent: PushCall[];

  beforeEach(() => {
    sent = [];
    const now = () => new Date();
    ({ state } = specState(now));
    const push = async (call: PushCall) => (sent.push(call), applied);
    const adapter = { channel, push } as Partial<StoreAdapter> as StoreAdapter;
    const bounds = { callsInFlightMax: 1, rowsPerCallMax: 1, pollMs: 5 };
    pump = new StorePump({ state, adapter, onStale: ignore, onTrouble: ignore, onError: ignore, ...bounds });
  });
  afterEach(() => pump.stop());

  const hold = (kind: HaltKind) =>
    state.uow.run((tx) =>
      changeHalts(tx, state, channel, (halted) =>
        withHalt(halted, { kind, since: state.now(), reason: 'spec', endsByItself: false }),
      ),
    );
  const wants = (externalId: string, shown: number, wanted: number) =>
    inTurn(state, channel, (tx) => {
      const level = newStoreLevel({ channel, externalId, storeLocation: 'l1' });
      const counted = { ordersSeen: 0, claim: 0, edits: 0 };
      const told = { shown, ordersSeen: 0, restocksSeen: 0, missing: 0 };
      return state.book.apply(tx, channel, [level], asked(channel, 'spec', state.now()), (fresh) => {
        const mirror = takeStoreRead(fresh.mirror, { token: readToken(fresh.mirror), level: shown });
        const known = { ...fresh, itemId: `item of ${externalId}`, levelRef: externalId, mirror, told };
        return want(known, { lowerTo: wanted, raiseTo: wanted, version: 1, dealt: false, counted });
      });
    });

  it('nothing is opened once it is paused, though that was not known when the round began', async () => {
    await wants('v1', 5, 3);
    const open = await state.uow.run((tx) => state.halts.get(tx, channel));
    await hold('paused');
    const looks = jest.spyOn(state.halts, 'get').mockResolvedValueOnce(open);
    await pump.start();
    await eventually(() => expect(looks.mock.calls.length).toBeGreaterThan(2));
    await pump.stop();
    expect(sent).toEqual([]);
  });

  it('what may leave while it is braked does, however much waits before it', async () => {
    for (const each of ['v1', 'v2', 'v3']) await wants(each, 100, 0);
    await wants('v4', 10, 9);
    await hold('braked');
    await pump.start();
    await eventually(() => expect(sent).toHaveLength(1));
    expect(sent[0]!.rows).toMatchObject([{ externalId: 'v4', from: 10, to: 9 }]);
  });
});
