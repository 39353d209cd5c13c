import {
  storeClaimChanged,
  tillPostAnswered,
  type StoreClaimChanged,
  type TillPostGranted,
} from '@tillbridge/contracts';
import { explainStock } from '../use-cases/explain-stock';
import { adjustTillAgain, decideEditAt, type EditAnswer, type EditSaid } from '../use-cases/decide-edit';
import type { LedgerWorld } from './ledger.contract';
import { at, fact, ordered, paperShopWith, tillCounts, tillShows } from './paper-core';
import { PaperDay } from './paper-day';

const level = { channel: 'store-a', externalId: 'a-1', storeLocation: '1' };
const other = 'store-b';

/** What people say of units that a store is missing, and what becomes of it, on any ledger. */
export function editsContract(open: () => Promise<LedgerWorld>): void {
  let day: PaperDay;
  let seq: number;
  beforeEach(async () => {
    day = new PaperDay(await open(), paperShopWith({}));
    seq = 0;
    await day.stock(1, { main: 7 });
  });
  afterEach(() => day.world.close());

  const reports = (told: Partial<StoreClaimChanged>) =>
    day.take([
      fact(storeClaimChanged, {
        ...level,
        ...{ claim: 0, edits: 0, ordersSeen: 0, since: at(1), settled: true, ended: 0, reversed: 0 },
        ...told,
        seq: ++seq,
        observedAt: at(2),
      }),
    ]);
  const say = (outcome: EditSaid['outcome'], asked = seq): Promise<EditAnswer> =>
    decideEditAt(day.deps(), level, { outcome, seq: asked, location: null });
  const granted = () => day.told<TillPostGranted>('till.post_granted');
  const offered = async (channel: string) => {
    const told = await day.told<{ channel: string; lowerTo: number; raiseTo: number }>('availability.changed');
    const { lowerTo, raiseTo } = told.filter((each) => each.channel === channel).at(-1)!;
    return [lowerTo, raiseTo];
  };
  const alerts = async () => {
    const all = await day.world.uow.run((tx) => day.world.alerts.page(tx, { state: null, after: null, limit: 10 }));
    return all.map(({ text }) => text.subject).reverse();
  };
  const send = () =>
    day.world.uow.run((tx) =>
      day.world.alerts.claim(tx, day.deps().now(), { limit: 10, leaseMs: 1_000, patienceMs: 60_000 }),
    );

  describe('units that a store is missing', () => {
    it('are told of once, when everything that could explain them was asked', async () => {
      await reports({ claim: 2, settled: false });
      expect(await alerts()).toEqual([]);
      await reports({ claim: 2 });
      await reports({ claim: 2 });
      expect(await alerts()).toEqual(['A person has to look: 2 units of SKU-1 missing at store-a']);
    });

    it('are withdrawn when an order explains them before anybody heard, and followed up when somebody has', async () => {
      await reports({ claim: 2 });
      await reports({ claim: 0, since: null, ordersSeen: 2 });
      expect(await alerts()).toEqual([]);
      await reports({ claim: 1, since: at(30), ordersSeen: 2 });
      await send();
      await reports({ claim: 0, since: null, ordersSeen: 3 });
      expect(await alerts()).toEqual([
        'A person has to look: 1 unit of SKU-1 missing at store-a',
        'Nothing to do: SKU-1 at store-a is explained',
      ]);
    });

    it('are taken off at the till when they are accepted as gone, and nobody is offered more or less meanwhile', async () => {
      await reports({ claim: 2 });
      expect(await offered(other)).toEqual([5, 5]);
      expect(await say('accepted')).toMatchObject({ kind: 'decided', verdict: { units: 2, outcome: 'accepted' } });
      expect(await day.told('edit.decided')).toMatchObject([{ ...level, ended: 2 }]);
      const [post, ...others] = await granted();
      expect(others).toEqual([]);
      expect(post).toMatchObject({
        kind: 'adjustment',
        adjusts: 'down',
        location: 'main',
        lines: [{ externalId: 'till-1', quantity: 2 }],
      });
      await reports({ claim: 0, since: null, edits: -2, ended: 2 });
      const { postId } = post!;
      await day.take([fact(tillPostAnswered, { postId, outcome: 'closed', answeredAt: at(70), reason: null })], 70);
      await day.take([tillShows('till-1', 5, 80, { version: 200 })], 80);
      expect(await offered(other)).toEqual([5, 5]);
      expect((await day.item()).adjustments).toEqual([]);
      expect((await day.item()).levels[0]!.mirror).toMatchObject({ base: 5, claim: 0, concluded: 0 });
    });

    it('are not taken off at the till any more once a count has found the shelf without them', async () => {
      await reports({ claim: 2 });
      await day.take([tillCounts('c1', ['till-1'], { openedAt: 50 })], 50);
      await say('accepted');
      await day.take([tillCounts('c1', ['till-1'], { openedAt: 50, closedAt: 60 })], 61);
      await reports({ claim: 0, since: null, edits: -2, ended: 2 });
      expect(await offered(other)).toEqual([5, 0]);
      await day.take([tillShows('till-1', 5, 80, { version: 200 })], 80);
      expect(await offered(other)).toEqual([5, 5]);
      expect((await day.item()).adjustments).toEqual([]);
      expect(await granted()).toEqual([]);
      expect((await day.world.editSteps()).at(-1)).toMatchObject({ what: 'counted', units: 2, causeId: 'count c1' });
    });

    it('are on sale again everywhere when they are dismissed', async () => {
      await reports({ claim: 2 });
      expect(await say('dismissed')).toMatchObject({ kind: 'decided' });
      expect([await offered(other), await offered('store-a')]).toEqual([
        [7, 7],
        [7, 7],
      ]);
      expect(await granted()).toEqual([]);
    });

    it('leave each step with its cause, and are explained', async () => {
      await reports({ claim: 2 });
      await say('accepted');
      const steps = await day.world.editSteps();
      expect(steps.map(({ what, units, causeId }) => [what, units, causeId === 'operator'])).toEqual([
        ['missing', 2, false],
        ['accepted', 2, true],
      ]);
      const edited = (await day.world.movements()).filter(({ kind }) => kind === 'edit');
      expect(edited).toMatchObject([{ reserved: 2, gross: 0, causeId: 'operator' }]);
      const [place] = (await explainStock(day.deps(), (await day.item()).itemId))!.places;
      expect(place!.edits).toMatchObject({ missing: 0, beingBooked: 2, onClaim: { outcome: 'accepted' } });
      expect(place!.locations[0]!.steps).toContainEqual({ what: 'adjusted', units: -2 });
      expect(place!.lowerTo).toBe(5);
    });
  });

  describe('a late order behind accepted units', () => {
    beforeEach(async () => {
      await reports({ claim: 2 });
      await say('accepted');
      await reports({ claim: 0, since: null, edits: -2, ended: 2 });
      await day.take([ordered('store-a', '1', [{ line: '1', externalId: 'a-1', ordered: 2 }])]);
      await reports({ claim: 0, since: null, edits: 0, ended: 2, reversed: 2, ordersSeen: 2 });
    });

    it('frees nothing by itself, and people are asked whether the till is given them back', async () => {
      expect(await offered(other)).toEqual([3, 3]);
      expect((await alerts()).at(-1)).toBe('A person has to say: 2 units of SKU-1 turned up again at store-a');
    });

    it('is undone at the till by an opposite adjustment, once', async () => {
      expect(await say('given back')).toMatchObject({ kind: 'decided', verdict: { units: 2 } });
      expect(await say('given back')).toMatchObject({ kind: 'decided', verdict: { units: 2 } });
      expect((await day.item()).adjustments.map(({ units }) => units)).toEqual([2, -2]);
      expect((await offered(other))[1]).toBe(3);
    });

    it('leaves the till as it is where the units are gone all the same', async () => {
      expect(await say('kept')).toMatchObject({ kind: 'decided' });
      expect((await day.item()).adjustments).toHaveLength(1);
    });
  });

  describe("a person's word", () => {
    it('is refused with how things stand now where they are not as they were seen', async () => {
      await reports({ claim: 2 });
      await reports({ claim: 3 });
      expect(await say('accepted', 1)).toMatchObject({ kind: 'refused', why: 'stale', edits: { seq: 2, missing: 3 } });
      expect(
        await decideEditAt(day.deps(), { ...level, externalId: 'a-9' }, { outcome: 'accepted', seq, location: null }),
      ).toEqual({ kind: 'unknown' });
    });

    it('counts once when two say it at the same time', async () => {
      await reports({ claim: 2 });
      const both = await Promise.all([say('accepted'), say('accepted')]);
      expect(both).toMatchObject([{ kind: 'decided' }, { kind: 'decided' }]);
      expect(await granted()).toHaveLength(1);
      expect((await day.item()).adjustments).toHaveLength(1);
    });
  });

  it('posts an adjustment that the till refused again, under another id, and keeps its units set aside meanwhile', async () => {
    await reports({ claim: 2 });
    await say('accepted');
    const [{ postId }] = await granted();
    await day.take([
      fact(tillPostAnswered, { postId, outcome: 'refused', answeredAt: at(70), reason: 'no such outlet' }),
    ]);
    expect(await offered(other)).toEqual([5, 5]);
    const { itemId, adjustments } = await day.item();
    expect(await adjustTillAgain(day.deps(), itemId, adjustments[0]!.id)).toBe('granted again');
    const [, again] = await granted();
    expect(again).toMatchObject({ kind: 'adjustment', lines: [{ quantity: 2 }] });
    expect(again!.postId).not.toBe(postId);
    expect(await adjustTillAgain(day.deps(), itemId, adjustments[0]!.id)).toBe('not refused');
  });
}
