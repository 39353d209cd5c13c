import { MicroBatcher } from '@tillbridge/service-kit';
import { reservedAt } from '@tillbridge/stock-domain';
import { stock } from '../ledger/ledger.contract';
import { startOfDay, tillShows, tillSold } from '../ledger/paper-core';
import { answerCalls } from './answer-calls';
import { AnsweringInTurn } from './answering-in-turn';
import { answerDeps, call, granted, raceForHolds, shopWithSeller, wish, type ReservationWorld } from './paper-calls';
import { deskOf } from './paper-desk';
import type { Outcome, ReservationCall } from './requests';

/** Reservations that are asked for twice, at once or together, over every ledger and answer book. */
export function reservationRacesContract(open: () => Promise<ReservationWorld>): void {
  let world: ReservationWorld;
  const { ask, confirm, hold, kept, release, shownByB, take, theItem, told } = deskOf(() => world);

  beforeEach(async () => void (world = await open()));
  afterEach(() => world.close());

  describe('an idempotency key', () => {
    it('answers the same request as before, whatever has happened since', async () => {
      await stock(world, 1);
      const once = call(wish(1), 'k1');
      const again = () => answerCalls(answerDeps(world, 90), [once]);
      const [first] = await again();
      await release(granted(first).id, 91);
      expect(await again()).toEqual([first]);
      const refusal = call(wish(5), 'k2');
      const refusedOnce = await answerCalls(answerDeps(world, 92), [refusal, refusal]);
      await take([tillShows('till-1', 9, 93)], 93);
      expect(await answerCalls(answerDeps(world, 94), [refusal])).toEqual([refusedOnce[0]]);
      expect(refusedOnce[1]).toEqual(refusedOnce[0]);
    });

    it('stands for one request only', async () => {
      await stock(world, 5);
      const [first, other] = await answerCalls(answerDeps(world, 60), [call(wish(1), 'k'), call(wish(2), 'k')]);
      expect([first.kind, other.kind]).toEqual(['done', 'key taken']);
      expect(await answerCalls(answerDeps(world, 61), [call(wish(2), 'k')])).toMatchObject([{ kind: 'key taken' }]);
      expect(await kept(61)).toEqual({ held: 1, reserved: 0 });
    });

    it('is forgotten after its time, a bounded number at once', async () => {
      await stock(world, 5);
      await answerCalls(
        answerDeps(world, 60),
        ['a', 'b', 'c'].map((key) => call(wish(1), key)),
      );
      const prune = (seconds: number, limit: number) =>
        world.uow.run((tx) => world.answers.prune(tx, new Date(startOfDay + seconds * 1_000), limit));
      expect([await prune(60, 9), await prune(61, 2), await prune(61, 2)]).toEqual([0, 2, 1]);
    });

    const raceUnderOneKey = async (of: ReservationWorld) => {
      await stock(of, 20);
      await Promise.all(
        Array.from({ length: 20 }, () => answerCalls(answerDeps(of, 60), [call(wish(1), 'the same key')])),
      );
      return (await kept()).held;
    };

    it('holds once for 20 copies of one request that arrive together', async () => {
      expect(await raceUnderOneKey(world)).toBe(1);
    });

    it('is what keeps them from holding 20 times, so the race above is a real one', async () => {
      const forgetful = { find: async () => new Map(), insert: async () => undefined, prune: async () => 0 };
      expect(await raceUnderOneKey({ ...world, answers: forgetful })).toBe(20);
    });
  });

  it('is forgotten long after it ran out, unless it has become an order', async () => {
    await stock(world, 9);
    const [first, , third] = [await hold(1), await hold(1), await hold(1)];
    await confirm(first);
    await release(third);
    const forget = (seconds: number, limit: number) =>
      world.uow.run((tx) => world.ledger.forget(tx, new Date(startOfDay + seconds * 1_000), limit));
    expect([await forget(120, 9), await forget(121, 1), await forget(121, 9), await forget(121, 9)]).toEqual([
      0, 1, 1, 0,
    ]);
    expect(granted(await confirm(first, 125)).state).toBe('confirmed');
  });

  it('keeps every level equal to the fold of its movements, and every bucket to the holds in it', async () => {
    await stock(world, 9);
    const [first, second, third] = [await hold(2), await hold(3), await hold(1)];
    await confirm(first, 61);
    await release(second, 62);
    await ask({ kind: 'extend', id: third, ttlSeconds: 90 }, 63);
    await take([tillSold('till-1', 's1:1', 7, 64)], 64);
    const movements = await world.movements();
    const item = await theItem();
    const fold = (field: 'held' | 'reserved') => movements.reduce((total, movement) => total + movement[field], 0);
    expect([fold('held'), fold('reserved')]).toEqual([
      item.holds.reduce((total, { units }) => total + units, 0),
      reservedAt(item, 'main'),
    ]);
    expect(item.holds).toMatchObject([{ units: 0, yielded: 1 }]);
    expect(movements.filter(({ causeId }) => causeId === third)).toHaveLength(1);
  });

  it('grants exactly the stocked units to 20 callers that race for one SKU', async () => {
    expect(await raceForHolds(world, 7, 20)).toBe(7);
    expect(await kept()).toEqual({ held: 7, reserved: 0 });
  });

  it('grants exactly the stocked units to 20 callers that are decided together', async () => {
    await stock(world, 7);
    const version = (await theItem()).version;
    const outcomes = await answerCalls(
      answerDeps(world, 60),
      Array.from({ length: 20 }, () => call(wish(1))),
    );
    expect(outcomes.filter(({ kind }) => kind === 'done')).toHaveLength(7);
    expect((await theItem()).version).toBe(version + 1);
    expect(await told('reservation.changed')).toHaveLength(7);
  });

  it('grants exactly the stocked units to two cores that decide in batches, wherever a caller is sent', async () => {
    await stock(world, 7);
    const core = () => {
      const answering = new AnsweringInTurn(answerDeps(world, 60));
      return new MicroBatcher<ReservationCall, Outcome>({
        sizeMax: 5,
        besideMin: 2,
        lingerMs: 1,
        waitingMax: 100,
        handle: (calls, mayFollow) => answering.answer(calls, mayFollow),
      });
    };
    const cores = [core(), core()];
    const outcomes = await Promise.all(Array.from({ length: 40 }, (_, n) => cores[n % 2].ask(call(wish(1)))));
    expect(outcomes.filter(({ kind }) => kind === 'done')).toHaveLength(7);
    expect(await kept()).toEqual({ held: 7, reserved: 0 });
  });

  it('publishes nothing for a seller, and to the stores what its holds leave them', async () => {
    await stock(world, 4);
    await hold(3);
    const channels = new Set((await told('availability.changed')).map(({ channel }) => channel));
    expect([...channels].sort()).toEqual(['store-a', 'store-b']);
    expect(shopWithSeller.layout.places.map(({ channel }) => channel)).toContain('headless');
    expect(await shownByB()).toBe(1);
  });
}
