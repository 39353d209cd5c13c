import type { Tx } from '@tillbridge/persistence';
import type { Subject, Subjects } from '../spec-kit/databases';
import type { ChannelHalts } from './channel-halts';
import { withHalt, withoutHalt, type Halt } from './halts';

const since = new Date(Date.UTC(2026, 10, 23, 10, 0, 0));
const paused: Halt = { kind: 'paused', since, reason: 'a stocktake', endsByItself: false };
const lockedOut: Halt = { kind: 'locked-out', since, reason: 'HTTP 401', endsByItself: true };

/** What every implementation of ChannelHalts does. */
export function channelHaltsContract(name: string, subjects: Subjects<ChannelHalts>): void {
  describe(`ChannelHalts ${name}`, () => {
    let subject: Subject<ChannelHalts> & { close(): Promise<void> };
    beforeEach(async () => (subject = await subjects()));
    afterEach(() => subject.close());
    const run = <T>(work: (tx: Tx, port: ChannelHalts) => Promise<T>) =>
      subject.uow.run((tx) => work(tx, subject.port));
    const get = (channel = 'store-a') => run((tx, halts) => halts.get(tx, channel));
    const change = (by: (halted: Awaited<ReturnType<typeof get>>) => Awaited<ReturnType<typeof get>>) =>
      run(async (tx, halts) => halts.save(tx, by(await halts.take(tx, 'store-a'))));

    it('knows of nothing that holds back a channel nobody ever halted', async () => {
      expect(await get()).toEqual({ channel: 'store-a', halts: [], seq: 0 });
    });

    it('gives back what holds a channel back, of each channel its own', async () => {
      await change((halted) => withHalt(halted, paused));
      await change((halted) => withHalt(halted, lockedOut));
      expect(await get()).toEqual({ channel: 'store-a', halts: [lockedOut, paused], seq: 2 });
      expect((await get('store-b')).halts).toEqual([]);
      await change((halted) => withoutHalt(halted, 'paused'));
      expect(await get()).toEqual({ channel: 'store-a', halts: [lockedOut], seq: 3 });
    });

    it('refuses a change of what somebody else changed meanwhile', async () => {
      const read = await get();
      await change((halted) => withHalt(halted, paused));
      await expect(run((tx, halts) => halts.save(tx, withHalt(read, lockedOut)))).rejects.toThrow();
      expect((await get()).halts).toEqual([paused]);
    });
  });
}
