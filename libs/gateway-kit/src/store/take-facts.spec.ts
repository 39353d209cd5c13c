import { driftDetected, type Envelope } from '@tillbridge/contracts';
import type { StoreLevel } from './book/store-level';
import { asked, inTurn, type StoreState } from './store-state';
import { specState } from './spec-state';
import { takeFacts } from './take-facts';

const channel = 'store-a';
const key = { externalId: 'v1', storeLocation: 'l1' };
const at = new Date('2026-11-23T10:00:00Z');

const drift: Envelope = {
  id: '01932f6e-7c00-7d30-8a10-5a2c3e4f5a6b',
  type: driftDetected.type,
  version: driftDetected.version,
  producer: 'reconciler',
  occurredAt: at.toISOString(),
  correlationId: 'spec',
  causationId: null,
  traceparent: null,
  data: { channel, externalId: key.externalId, place: key.storeLocation },
};

describe('a fact from elsewhere', () => {
  let state: StoreState;
  const change = (by: (level: StoreLevel) => StoreLevel) =>
    inTurn(state, channel, (tx) => state.book.change(tx, channel, [key], asked(channel, 'spec', at), by));
  const dueAt = async () => (await state.uow.run((tx) => state.levels.load(tx, channel, [key])))[0]!.readDueAt;

  beforeEach(() => {
    const now = () => at;
    ({ state } = specState(now));
  });

  it('is taken once: the same drift told again has the level read no second time', async () => {
    await change((level) => ({ ...level, hint: 3 }));
    await takeFacts(state, [drift]);
    expect(await dueAt()).toEqual(at);
    await change((level) => ({ ...level, readDueAt: null }));
    await takeFacts(state, [drift]);
    expect(await dueAt()).toBeNull();
    await takeFacts(state, [{ ...drift, id: '01932f6e-7c00-7d30-8a10-5a2c3e4f5a6c' }]);
    expect(await dueAt()).toEqual(at);
  });
});
