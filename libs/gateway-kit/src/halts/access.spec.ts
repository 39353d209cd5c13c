import { channelStateChanged } from '@tillbridge/contracts';
import { MemoryOutbox, MemoryUnitOfWork } from '@tillbridge/persistence';
import { AccessWatch } from './access';
import { MemoryChannelHalts } from './channel-halts.memory';

const channel = 'store-a';

describe('whether a vendor takes our credentials', () => {
  let uow: MemoryUnitOfWork;
  let halts: MemoryChannelHalts;
  let outbox: MemoryOutbox;
  let errors: unknown[];
  let nowMs: number;

  beforeEach(() => {
    [uow, halts, errors, nowMs] = [new MemoryUnitOfWork(), new MemoryChannelHalts(), [], 1_000];
    outbox = new MemoryOutbox({ service: 'shopify-gateway' });
  });

  const now = () => new Date(nowMs);
  const watch = async () => {
    const onError = (error: unknown) => void errors.push(error);
    const made = new AccessWatch({ uow, halts, outbox, now, channel, onChange: () => undefined, onError });
    await made.start();
    return made;
  };
  const known = async (access: AccessWatch) => {
    await access.settled();
    return (await uow.run((tx) => halts.get(tx, channel))).halts.map(({ kind, reason }) => [kind, reason]);
  };
  const toldTimes = async () =>
    (await uow.run((tx) => outbox.claim(tx, 100))).filter(({ type }) => type === channelStateChanged.type).length;

  it('is noted once, however many calls it refuses, and is over with the first that it answers', async () => {
    const access = await watch();
    access.refused('HTTP 401', true);
    access.refused('HTTP 401 again', true);
    expect(await known(access)).toEqual([['locked-out', 'HTTP 401']]);
    access.granted(1_001);
    expect([await known(access), await toldTimes()]).toEqual([[], 2]);
  });

  it('is not known by the answer to a call that left before one was refused', async () => {
    const access = await watch();
    access.refused('HTTP 401', true);
    access.granted(999);
    expect(await known(access)).toHaveLength(1);
  });

  it('is not known by other calls where it refuses only some: a person ends that', async () => {
    const access = await watch();
    access.refused('HTTP 403: no scope for inventory', false);
    access.granted(2_000);
    expect(await known(access)).toHaveLength(1);
    access.over();
    expect(await known(access)).toEqual([]);
  });

  it('is known to the next process, which can end what the one before it noted', async () => {
    const first = await watch();
    first.refused('HTTP 401', true);
    await first.settled();
    const next = await watch();
    next.granted(999);
    expect(await known(next)).toHaveLength(1);
    next.granted(1_001);
    expect(await known(next)).toEqual([]);
  });

  it('is noted by the next call that is refused, where the first could not be stored', async () => {
    const access = await watch();
    jest.spyOn(halts, 'save').mockRejectedValueOnce(new Error('no database'));
    access.refused('HTTP 401', true);
    expect([await known(access), errors]).toEqual([[], [new Error('no database')]]);
    access.refused('HTTP 401 again', true);
    expect(await known(access)).toEqual([['locked-out', 'HTTP 401 again']]);
  });
});
