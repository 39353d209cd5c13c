import { channelStateChanged, type ChannelStateChanged } from '@tillbridge/contracts';
import type { LedgerWorld } from '../ledger/ledger.contract';
import { at, fact } from '../ledger/paper-core';
import { heard, PaperSilence } from '../silence/paper-silence';

type Kind = ChannelStateChanged['halts'][number]['kind'];

/** What the core makes of channels that something holds back. `open` gives a fresh, empty world. */
export function haltedChannelsContract(open: () => Promise<LedgerWorld>): void {
  let day: PaperSilence;
  const state = (seq: number, seconds: number, kinds: readonly Kind[], since = seconds) =>
    fact(channelStateChanged, {
      channel: 'store-b',
      halts: kinds.map((kind) => ({ kind, since: at(since), reason: `why it is ${kind}` })),
      seq,
      at: at(seconds),
    });
  const tell = (...told: Parameters<typeof state>) => day.take([state(...told)], told[1]);
  const halts = () =>
    day.world.uow.run(async (tx) => (await day.world.haltedChannels.get(tx, 'store-b'))?.halts.map(({ kind }) => kind));

  describe('a channel that something holds back', () => {
    beforeEach(async () => {
      day = new PaperSilence(await open());
    });
    afterEach(() => day.world.close());

    it.each([
      ['paused', 'store-b is paused', 'POST /channels/store-b/resume'],
      ['braked', 'A person has to act: store-b was stopped', 'POST /channels/store-b/brake/release'],
    ] as const)('and is %s is told of once, at once, with what to do', async (kind, subject, action) => {
      await tell(1, 60, [kind]);
      await day.take([state(1, 60, [kind])], 61);
      const [alert, ...others] = await day.send(61);
      expect(others).toEqual([]);
      expect(alert!.text.subject).toContain(subject);
      expect(alert!.text.cause).toContain(`why it is ${kind}`);
      expect(alert!.text.action).toContain(action);
    });

    it('and refuses our credentials is told of unless it is over within a minute', async () => {
      await tell(1, 60, ['locked-out']);
      expect(await day.send(119)).toEqual([]);
      await tell(2, 100, []);
      expect(await day.send(600)).toEqual([]);
      await tell(3, 700, ['locked-out']);
      expect((await day.send(760)).map(({ text }) => text.subject)).toEqual([
        'A person has to act: store-b does not let tillbridge in',
      ]);
    });

    it('for another reason more is told of that one alone', async () => {
      await tell(1, 60, ['paused']);
      await day.send(60);
      await day.take(
        [
          fact(channelStateChanged, {
            channel: 'store-b',
            halts: [
              { kind: 'braked', since: at(90), reason: 'why it is braked' },
              { kind: 'paused', since: at(60), reason: 'why it is paused' },
            ],
            seq: 2,
            at: at(90),
          }),
        ],
        90,
      );
      expect((await day.send(90)).map(({ fields }) => fields.kind)).toEqual(['braked']);
    });

    it('is as the newest fact says, whichever comes last', async () => {
      await tell(2, 70, []);
      await tell(1, 60, ['paused']);
      expect(await halts()).toEqual([]);
      expect(await day.send(600)).toEqual([]);
    });

    it('is not silent as well, and once let go has as long to answer as ever', async () => {
      await day.items(1);
      await day.acknowledges('store-a', 1, 61);
      await tell(1, 62, ['paused']);
      expect(await day.look(heard + 3_000)).toEqual([]);
      await tell(2, heard + 3_001, []);
      expect(await day.look(heard + 3_002)).toEqual([]);
      expect(await day.look(heard + 3_001 + 602)).toMatchObject([{ channel: 'store-b' }]);
    });
  });
}
