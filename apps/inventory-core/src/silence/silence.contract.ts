import type { LedgerWorld } from '../ledger/ledger.contract';
import { at, listed, startOfDay, tillShows } from '../ledger/paper-core';
import { heard, PaperSilence, told } from './paper-silence';

/** Cores whose clocks differ a little look at the same moment; how many alerts there are of two silent stores. */
export async function alertsOfManyLooks(world: LedgerWorld): Promise<number> {
  const day = new PaperSilence(world);
  await day.items(1);
  await Promise.allSettled(Array.from({ length: 5 }, (_, each) => day.look(700 + each)));
  return (await day.alerts()).length;
}

/** What people hear of stores that do not acknowledge. `open` gives a fresh, empty world. */
export function silenceContract(open: () => Promise<LedgerWorld>): void {
  let day: PaperSilence;
  const unconfirmed = (items: string) => `A person has to act: store-b does not confirm a level, and ${items} for it`;
  const mute = (items: string) => `A person has to act: store-b does not answer, and ${items} for it`;

  describe('a store that does not acknowledge', () => {
    beforeEach(async () => {
      day = new PaperSilence(await open());
    });
    afterEach(() => day.world.close());

    it('is told of once, for all its items, and only after a while', async () => {
      await day.items(3);
      for (const each of [1, 2, 3]) await day.acknowledges('store-a', each, 61);
      expect(await day.look(heard - 2)).toEqual([]);
      expect(await day.look(heard)).toMatchObject([{ channel: 'store-b', items: 3, mute: true, sku: 'TEE-1' }]);
      await day.look(heard + 60);
      expect(await day.subjects()).toEqual([mute('3 items wait')]);
      const [{ text, fields, dueAt }] = await day.alerts();
      expect(text.cause).toContain('show less of TEE-1 and 2 other scarce items since 2026-11-23 10:01 UTC');
      expect(text.cause).toContain('has never confirmed a level');
      expect(text.action).toContain('POST /channels/store-b/connect');
      expect(fields).toMatchObject({ channel: 'store-b', since: at(told), items: 3, answeredAt: null });
      expect(dueAt).toEqual(new Date(startOfDay + heard * 1_000));
    });

    it('is silent no more once it acknowledges, and is told of anew when it falls silent again', async () => {
      await day.items(2);
      for (const each of [1, 2]) await day.acknowledges('store-a', each, 61);
      await day.look(heard);
      await day.send(heard);
      await day.acknowledges('store-b', 1, heard + 10, 1);
      expect(await day.look(heard + 60)).toMatchObject([{ items: 1, answeredAt: new Date(at(heard + 10)) }]);
      await day.acknowledges('store-b', 2, heard + 61, 1);
      expect(await day.look(heard + 120)).toEqual([]);
      expect(await day.subjects()).toHaveLength(1);
      for (const each of [1, 2]) await day.acknowledges('store-a', each, heard + 130, 1);
      await day.take([tillShows('till-1', 1, heard + 200)], heard + 200);
      expect(await day.look(heard + 200 + heard - told)).toMatchObject([{ channel: 'store-b', items: 1 }]);
      expect(await day.subjects()).toHaveLength(2);
    });

    it('is not told of when that was over before anybody could be told', async () => {
      await day.items(1);
      await day.acknowledges('store-a', 1, 61);
      await day.look(heard);
      await day.acknowledges('store-b', 1, heard + 10, 1);
      await day.look(heard + 60);
      expect(await day.alerts()).toEqual([]);
    });

    it('but confirms others is told of as such, and again when it answers nothing any more', async () => {
      await day.items(3);
      for (const each of [1, 2, 3]) await day.acknowledges('store-a', each, 61);
      for (const each of [2, 3]) await day.acknowledges('store-b', each, 61, 1);
      for (const each of [2, 3]) await day.acknowledges('store-a', each, 62, 1);
      expect(await day.look(heard)).toMatchObject([{ items: 1, mute: false, sku: 'TEE-1' }]);
      await day.send(heard);
      // It is asked for nothing for long, and then answers: that is no news.
      await day.look(heard + 1_000);
      await day.acknowledges('store-b', 2, heard + 1_001, 1);
      await day.look(heard + 3_000);
      for (const each of [2, 3]) await day.take([tillShows(`till-${each}`, 0, heard + 3_001)], heard + 3_001);
      for (const each of [2, 3]) await day.acknowledges('store-a', each, heard + 3_002, 0);
      expect(await day.look(heard + 5_000)).toMatchObject([{ items: 3, mute: true }]);
      await day.look(heard + 6_000);
      expect(await day.subjects()).toEqual([unconfirmed('1 item waits'), mute('3 items wait')]);
      expect((await day.alerts())[0].text.cause).toContain('last confirmed a level at 2026-11-23 10:27 UTC');
    });

    it('and has one level after the other refused, while it confirms others, is told of once', async () => {
      await day.items(6);
      for (const each of [1, 2, 3, 4, 5, 6]) await day.acknowledges('store-a', each, 61);
      for (const each of [2, 3, 4, 5, 6]) await day.acknowledges('store-b', each, 62, 1);
      for (const each of [2, 3, 4, 5, 6]) await day.acknowledges('store-a', each, 63, 1);
      await day.look(heard);
      await day.send(heard);
      for (const each of [2, 3, 4, 5]) {
        const refused = each * 2_000;
        await day.take([tillShows(`till-${each}`, 0, refused)], refused);
        await day.acknowledges('store-a', each, refused + 1);
        expect(await day.look(refused + 700)).toMatchObject([{ items: each, mute: false }]);
        await day.send(refused + 700);
        await day.acknowledges('store-b', 6, refused + 800, 1);
        await day.look(refused + 860);
      }
      expect(await day.subjects()).toEqual([unconfirmed('1 item waits')]);
    });

    it('is told of twice at most, though it answers now and then', async () => {
      await day.items(4);
      for (const each of [1, 2, 3, 4]) await day.acknowledges('store-a', each, 61);
      await day.look(heard);
      await day.send(heard);
      await day.acknowledges('store-b', 4, heard + 1, 1);
      await day.look(heard + 60);
      for (const [each, seconds] of [
        [2, 2_000],
        [3, 4_000],
      ]) {
        await day.acknowledges('store-b', each, seconds - 1, 1);
        await day.take([tillShows(`till-${each}`, 0, seconds), tillShows('till-4', 0, seconds)], seconds);
        expect(await day.look(seconds + 700)).toMatchObject([
          { channel: 'store-a' },
          { channel: 'store-b', mute: true },
        ]);
        await day.acknowledges('store-b', 4, seconds + 800, 0);
        await day.look(seconds + 860);
      }
      expect((await day.subjects()).filter((subject) => subject.includes('store-b'))).toEqual([mute('4 items wait')]);
    });

    it('is told of once although several cores look at the same moment', async () => {
      expect(await alertsOfManyLooks(day.world)).toBe(2);
    });

    it('is told of once although one core is slower by its clock, or the clock was set back', async () => {
      await day.items(2);
      for (const each of [1, 2]) await day.acknowledges('store-a', each, 61);
      for (const seconds of [heard, heard - 5, heard, heard - 300, heard + 1]) {
        expect(await day.look(seconds)).toMatchObject([{ channel: 'store-b', items: 2 }]);
        await day.send(seconds);
      }
      expect(await day.subjects()).toHaveLength(1);
    });

    it('is over although newer levels are on their way, as they always are where much is sold', async () => {
      await day.items(2);
      for (const each of [1, 2]) await day.acknowledges('store-a', each, 61);
      await day.look(heard);
      for (const each of [1, 2]) await day.acknowledges('store-b', each, heard + 10, 1);
      await day.take([tillShows('till-1', 0, heard + 59)], heard + 59);
      expect(await day.look(heard + 60)).toEqual([]);
    });

    it('is told of with the label that its store gives the oldest item', async () => {
      await day.items(1);
      await day.take([listed('store-b', 'b-1', 'SHIRT-M', { seconds: 61 })], 61);
      expect(await day.look(heard)).toMatchObject([{ sku: 'TEE-1' }, { sku: 'SHIRT-M' }]);
    });
  });
}
