import { managerOf, StaleVersion } from '@tillbridge/persistence';
import { MicroBatcher } from '@tillbridge/service-kit';
import { inTurnContract } from '../reservations/in-turn.contract';
import { AnsweringInTurn } from '../reservations/answering-in-turn';
import { answerDeps, ask, call, raceForHolds, wish } from '../reservations/paper-calls';
import type { Outcome, ReservationCall } from '../reservations/requests';
import { reservationRacesContract } from '../reservations/reservation-races.contract';
import { reservationsContract } from '../reservations/reservations.contract';
import { noReferences, type Loaded } from './ledger';
import { stock } from './ledger.contract';
import { TypeOrmLedger } from './ledger.typeorm';
import { emptiedLedgerWorlds } from './spec-typeorm-world';
import { unguardedLedger } from './spec-unguarded-ledger';

class CountingLedger extends TypeOrmLedger {
  loads = 0;

  override load(...asked: Parameters<TypeOrmLedger['load']>): Promise<Loaded> {
    this.loads += 1;
    return super.load(...asked);
  }
}

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

  it('let another core through, however fast one is', async () => {
    const world = await open();
    await stock(world, 100_000);
    const answering = new AnsweringInTurn(answerDeps(world, 60));
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
    const callers = Promise.all(Array.from({ length: 20 }, caller)).finally(() => (isOver = true));
    const other = new CountingLedger();
    try {
      while (answered < 200 && !isOver) await new Promise(setImmediate);
      for (let each = 0; each < 10; each += 1)
        expect((await ask({ ...world, ledger: other }, wish(1))).kind).toBe('done');
    } finally {
      isOver = true;
      await callers;
    }
    // The first attempt is stale, the second one holds the item. Without that it took dozens.
    expect(other.loads).toBeLessThanOrEqual(25);
  });

  it('lock the item only where they were stale', async () => {
    const world = await open();
    await stock(world, 9);
    const { uow, ledger } = world;
    const [{ itemId }] = await world.items();
    const references = { ...noReferences, items: [itemId] };
    const isFree = (): Promise<boolean> =>
      uow.run(async (tx) => {
        const sql = 'SELECT id FROM item WHERE id = $1 FOR UPDATE SKIP LOCKED';
        return (await managerOf(tx).query(sql, [itemId])).length === 1;
      });
    const free: boolean[] = [];
    await uow.run(async (tx) => {
      await ledger.load(tx, references);
      free.push(await isFree());
      if (!tx.isAgain) throw new StaleVersion('somebody was faster');
    });
    expect(free).toEqual([true, false]);
  });
});
