import { PermanentError, type Outbox } from '@tillbridge/persistence';
import { arbitrate, replays, type ClaimRules, type Contest } from '@tillbridge/stock-domain';
import { explainOrder } from '../use-cases/explain-order';
import { handleFacts } from '../use-cases/handle-facts';
import type { LedgerWorld } from './ledger.contract';
import {
  at,
  backedByDepot,
  ordered,
  orderResolved,
  paperShopWith,
  tillShows,
  tillSells,
  type PaperLine,
} from './paper-core';
import { PaperDay } from './paper-day';

const line = (externalId: string, n = '1', units = 1): PaperLine => ({ line: n, externalId, ordered: units });
const early = ordered('store-b', '1', [line('b-1')], { seconds: 1 });
const late = ordered('store-a', '2', [line('a-1')], { seconds: 2 });

/** What is kept of a contest, and how an order is explained by it, on any ledger. */
export function keptContestsContract(open: () => Promise<LedgerWorld>): void {
  let day: PaperDay;
  beforeEach(async () => {
    day = new PaperDay(await open(), paperShopWith({}));
    await day.stock(1, { main: 1 });
  });
  afterEach(() => day.world.close());

  describe('a contest', () => {
    it('is kept for everyone who took part, with the policy and the fact that it was decided by', async () => {
      await day.take([early, late]);
      const [kept, ...others] = await day.decisionsOn('store-a', '2');
      expect(others).toEqual([]);
      const item = await day.item();
      expect(kept).toMatchObject({ itemId: item.itemId, itemVersion: item.version, policyVersion: 1, refused: null });
      expect(kept.causeId).toBe(early.id);
      expect(kept.at).toEqual(day.deps().now());
      expect(kept.losses).toEqual([{ channel: 'store-b', order: '1', line: '1', units: 1, reason: 'too late' }]);
      expect(await day.decisionsOn('store-b', '1')).toEqual([kept]);
      expect(await day.decisionsOn('store-a', '1')).toEqual([]);
    });

    it('is decided the same again from what was kept, also after the policy has changed', async () => {
      await day.take([early, late]);
      day.shop = paperShopWith({ version: 2, claimOrder: ['placedAt'] });
      await day.take([ordered('store-b', '3', [line('b-1')], { seconds: 0 })]);
      const [first, second] = await day.decisionsOn('store-a', '2');
      expect([first.policyVersion, second.policyVersion]).toEqual([1, 2]);
      expect([replays(first.contest, first.losses), replays(second.contest, second.losses)]).toEqual([true, true]);
      // By the rules in force now it would have been decided otherwise.
      expect(arbitrate({ ...first.contest, rules: second.contest.rules })).not.toEqual(first.losses);
    });

    it('is not kept when its batch is rolled back', async () => {
      const failing: Outbox = Object.create(day.world.outbox, {
        add: { value: () => Promise.reject(new PermanentError('nothing goes out')) },
      });
      await expect(handleFacts({ ...day.deps(), outbox: failing }, [early, late])).rejects.toThrow('nothing goes out');
      expect(await day.decisionsOn('store-a', '2')).toEqual([]);
      expect((await day.item()).promises).toEqual([]);
      await day.take([early, late]);
      expect(await day.decisionsOn('store-a', '2')).toHaveLength(1);
    });
  });

  describe('an order is explained', () => {
    it('as one that nobody else met', async () => {
      await day.take([late]);
      const why = await day.why('store-a', '2');
      expect(why).toMatchObject({ verdict: 'units were free; nobody else claimed them', told: null, contests: [] });
      expect(why.lines).toMatchObject([
        { ordered: 1, wanted: 1, shipped: 0, short: 0, shortReason: null, waitsForRivalsUntil: null, movingTo: null },
      ]);
      expect(why.lines[0].servedFrom).toEqual([{ location: 'main', units: 1, reserved: 1, posted: 0 }]);
    });

    it('by the claims it met, in claim order, and by what put them before each other', async () => {
      await day.take([early, late]);
      const won = await day.why('store-a', '2');
      expect(won.verdict).toBe('won because store-a ranks before store-b');
      expect(won.contests).toMatchObject([
        { sku: 'SKU-1', location: 'main', missing: 1, policyVersion: 1, replays: true, refused: null },
      ]);
      const claim = { paid: true, units: 1, accepted: 0 };
      expect(won.contests[0].claims).toMatchObject([
        { channel: 'store-a', order: '2', rank: 1, placedAt: at(2), gaveUp: [], ...claim },
        { channel: 'store-b', order: '1', rank: 2, placedAt: at(1), gaveUp: [{ units: 1 }], ...claim },
      ]);
      const lost = await day.why('store-b', '1');
      expect(lost.verdict).toBe('lost 1 because store-b ranks after store-a');
      expect(lost.lines).toMatchObject([{ short: 1, shortReason: won.contests[0].claims[1].gaveUp[0].reason }]);
      expect(lost.told).toEqual({ decision: 1, resolution: 'hold', outcome: null });
    });

    it('by what its store did, once it has said so', async () => {
      await day.take([early, late]);
      await day.take([orderResolved('store-b', '1', 1, 'held')]);
      expect((await day.why('store-b', '1')).told).toEqual({ decision: 1, resolution: 'hold', outcome: 'held' });
    });

    it('by the moment until which it waits for rivals', async () => {
      day.shop = paperShopWith({ arbitrationWindowMs: 250 });
      await day.take([late], 60);
      const why = await day.why('store-a', '2');
      expect(why.verdict).toBe(`its units are set aside; until ${at(60.25)} it waits for rivals`);
      expect(why.lines).toMatchObject([{ waitsForRivalsUntil: at(60.25) }]);
      await day.revisit(60.25);
      expect((await day.why('store-a', '2')).lines).toMatchObject([{ waitsForRivalsUntil: null }]);
    });

    it('by what the till shows as sold, and by what left the shelf', async () => {
      await day.take([late]);
      await day.take([tillSells('till-1', 'walk-in:1', 1, -1, 70)], 70);
      const why = await day.why('store-a', '2');
      expect(why.verdict).toBe('lost 1 because the units had left the shelf');
      expect(why.lines).toMatchObject([{ short: 1, servedFrom: [] }]);
    });

    it('by the other location that serves what it gave up', async () => {
      day.shop = paperShopWith({}, backedByDepot);
      await day.take([tillShows('till-1', 1, 61, { location: 'depot' })], 61);
      await day.take([late], 62);
      await day.take([tillSells('till-1', 'walk-in:1', 1, -1, 70)], 70);
      const why = await day.why('store-a', '2');
      expect(why.verdict).toBe('lost nothing: 1 is served from depot instead, because the units had left the shelf');
      expect(why.lines).toMatchObject([{ short: 0, servedFrom: [{ location: 'depot', units: 1 }] }]);
    });

    it('as one that lost nothing where another, which moved whole, freed what it was to give up', async () => {
      day.shop = paperShopWith({ splitLines: false }, backedByDepot);
      await day.take(
        [2, 3].map((level) => tillShows('till-1', level, 61, { location: level === 2 ? 'main' : 'depot' })),
        61,
      );
      const grown = (units: number, seconds: number) =>
        ordered('store-a', '1', [line('a-1', '1', units)], { seconds: 1, updatedAt: at(seconds) });
      await day.take([grown(2, 62)], 62);
      await day.take([grown(3, 65), ordered('store-b', '2', [line('b-1')], { seconds: 66 })], 66);
      expect(await day.short()).toEqual({});
      const whys = [await day.why('store-b', '2'), await day.why('store-a', '1')];
      expect(whys.map(({ verdict }) => verdict)).toEqual([
        'won because what is added to an accepted order yields first',
        'lost nothing: 3 are served from depot instead, because it was added to an accepted order, and that yields first',
      ]);
      expect(whys[0].contests).toMatchObject([{ missing: 2, replays: true }]);
      const claims = new Map(whys[0].contests[0].claims.map((each) => [each.order, each]));
      expect(claims.get('2')).toMatchObject({ gaveUp: [], servedInstead: [] });
      expect(claims.get('1')).toMatchObject({ gaveUp: [], servedInstead: [{ location: 'depot', units: 3 }] });
    });

    it('by its losses where only those were kept', async () => {
      await day.take([early, late]);
      const { ledger } = day.world;
      day.world.ledger = Object.create(ledger, {
        decisionsOn: {
          value: async (...asked: Parameters<typeof ledger.decisionsOn>) =>
            (await ledger.decisionsOn(...asked)).map((each) => ({ ...each, outcomes: null })),
        },
      });
      expect((await day.why('store-b', '1')).verdict).toBe('lost 1 because store-b ranks after store-a');
    });

    it('as refused whole, and to whom it left what it had claimed', async () => {
      day.shop = paperShopWith({ orders: 'whole' });
      await day.stock(2, { main: 1 });
      const both = ordered('store-a', '3', [line('a-1'), line('a-2', '2')], { seconds: 3 });
      await day.take([late, both, ordered('store-a', '4', [line('a-2')], { seconds: 4 })]);
      const refused = await day.why('store-a', '3');
      expect(refused.verdict).toBe(
        'lost 1 because it was placed later; orders are served whole, so it got nothing new',
      );
      expect(refused.contests.map(({ verdict }) => verdict)).toContain(
        'short of another line; orders are served whole, so what it had claimed here served the next',
      );
      expect(refused.lines.map(({ short }) => short)).toEqual([1, 1]);
      expect(refused.lines[1].shortReason).toBe('another part of the order is short, and orders are served whole');
      const next = await day.why('store-a', '4');
      expect(next.lines).toMatchObject([{ short: 0 }]);
      expect(next.contests).toMatchObject([{ refused: { channel: 'store-a', order: '3' }, replays: true }]);
      expect(next.contests[0].verdict).toBe(
        'lost 1 because it was placed later; decided again without order 3 of store-a, which was refused whole',
      );
      expect(next.verdict).toBe('won: order 3 of store-a, which it met, was refused whole');
    });

    it('as waiting where no item is linked to it, and not at all where nobody has seen it', async () => {
      await day.take([ordered('store-a', '9', [line('a-9')], { seconds: 9 })]);
      expect((await day.why('store-a', '9')).verdict).toBe('nothing is decided yet of what no item is linked to: a-9');
      expect(await explainOrder(day.deps(), { channel: 'store-a', order: '404' })).toBeNull();
    });

    it('as one whose contests come out otherwise when somebody has tampered with what was kept', async () => {
      await day.take([early, late]);
      const tampered: ClaimRules = { order: ['placedAt'], ranks: {} };
      const { ledger } = day.world;
      day.world.ledger = Object.create(ledger, {
        decisionsOn: {
          value: async (...asked: Parameters<typeof ledger.decisionsOn>) => {
            const kept = await ledger.decisionsOn(...asked);
            return kept.map((each) => ({ ...each, contest: { ...each.contest, rules: tampered } satisfies Contest }));
          },
        },
      });
      expect((await day.why('store-a', '2')).contests).toMatchObject([{ replays: false }]);
    });

    it('with every contest that decided something of it, and only the newest that left it what it had', async () => {
      await day.take([late]);
      for (let rival = 10; rival < 35; rival += 1)
        await day.take([ordered('store-b', String(rival), [line('b-1')], { seconds: rival })]);
      const why = await day.why('store-a', '2');
      expect([why.contests.length, why.contestsLeftOut]).toEqual([20, 5]);
      expect(why.verdict).toBe('won because it had been accepted before the others came');
    });
  });
}
