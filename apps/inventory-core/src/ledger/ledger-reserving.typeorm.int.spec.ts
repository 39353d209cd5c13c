import { MicroBatcher } from '@tillbridge/service-kit';
import { inTurnContract } from '../reservations/in-turn.contract';
import { AnsweringInTurn } from '../reservations/answering-in-turn';
import { answerDeps, ask, call, raceForHolds, wish, type ReservationWorld } from '../reservations/paper-calls';
import type { Outcome, ReservationCall } from '../reservations/requests';
import { reservationRacesContract } from '../reservations/reservation-races.contract';
import { reservationsContract } from '../reservations/reservations.contract';
import type { Ledger } from './ledger';
import { stock } from './ledger.contract';
import { TypeOrmLedger } from './ledger.typeorm';
import { emptiedLedgerWorlds } from './spec-typeorm-world';
import { unguardedLedger } from './spec-unguarded-ledger';

describe('reservations on PostgreSQL', () => {
  const open = emptiedLedgerWorlds();
  describe('reserving', () => reservationsContract(open));
  describe('racing for reservations', () => reservationRacesContract(open));
  describe('batches that follow each other', () => inTurnContract(open));

  it('hold more than there is when the version predicate is taken out', async () => {
    const world = await open();
    const ledger = unguardedLedger(({ labels, externals }) => labels.length > 0 && externals.length === 0);
    expect(await raceForHolds({ ...world, ledger }, 7, 20)).toBeGreaterThan(7);
  });

  /** One core answers callers without a pause, batch upon batch; how often a caller of another core has to be decided. */
  async function attemptsBeside(busy: ReservationWorld, other: Pick<Ledger, 'load'>, calls: number): Promise<number> {
    await stock(busy, 100_000);
    const answering = new AnsweringInTurn(answerDeps(busy, 60));
    const batcher = new MicroBatcher<ReservationCall, Outcome>({
      sizeMax: 100,
      besideMin: 2,
      lingerMs: 1,
      waitingMax: 100,
      handle: (calls, mayFollow) => answering.answer(calls, mayFollow),
    });
    let [answered, isOver] = [0, false];
    const caller = async () => {
      for (; !isOver; answered += 1) await batcher.ask(call(wish(1)));
    };
    const callers = Array.from({ length: 20 }, caller);
    while (answered < 200) await new Promise(setImmediate);
    let attempts = 0;
    const ledger = new TypeOrmLedger();
    ledger.load = async (tx, references) => {
      attempts += 1;
      return other.load(tx, references);
    };
    for (let each = 0; each < calls; each += 1) expect((await ask({ ...busy, ledger }, wish(1))).kind).toBe('done');
    isOver = true;
    await Promise.all(callers);
    return attempts / calls;
  }

  it('let another core through, however fast one is', async () => {
    expect(await attemptsBeside(await open(), new TypeOrmLedger(), 10)).toBeLessThanOrEqual(2);
  });

  it('would keep it out if it did not lock what it reads again', async () => {
    const never = new TypeOrmLedger();
    const load: Ledger['load'] = (tx, references) =>
      never.load(Object.create(tx, { isAgain: { value: false } }), references);
    expect(await attemptsBeside(await open(), { load }, 3)).toBeGreaterThan(3);
  });
});
