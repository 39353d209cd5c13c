import type { Tx } from '@tillbridge/persistence';
import type { EntityManager } from 'typeorm';
import { raceForHolds } from '../reservations/paper-calls';
import { reservationRacesContract } from '../reservations/reservation-races.contract';
import { reservationsContract } from '../reservations/reservations.contract';
import { arbitrationContract } from './arbitration.contract';
import { guardsContract } from './guards.contract';
import { keptContestsContract } from './kept-contests.contract';
import type { Changes, Loaded, References } from './ledger';
import { escrowContract } from './escrow.contract';
import { ledgerContract, raceForLastUnits } from './ledger.contract';
import { TypeOrmLedger } from './ledger.typeorm';
import { movedLinesContract } from './moved-lines.contract';
import { secondLookContract } from './second-look.contract';
import { emptiedLedgerWorlds } from './spec-typeorm-world';

/** The ledger without its guard, in a rush: more buyers than units have looked before the first of them writes. */
function unguardedLedger(isBuyer: (references: References) => boolean): TypeOrmLedger {
  let allLoaded = (): void => undefined;
  const rush = new Promise<void>((resolve) => (allLoaded = resolve));
  let buyers = 0;
  class UnguardedLedger extends TypeOrmLedger {
    override async load(tx: Tx, references: References): Promise<Loaded> {
      const loaded = await super.load(tx, references);
      if (!isBuyer(references)) return loaded;
      buyers += 1;
      if (buyers === 10) allLoaded();
      await rush;
      return loaded;
    }

    protected override async writeItems(manager: EntityManager, changes: Changes): Promise<void> {
      const known = changes.items.filter(({ before }) => before !== null).map(({ after }) => after.itemId);
      await manager.query('UPDATE item SET version = version + 1 WHERE id = ANY($1::uuid[])', [known]);
      await super.writeItems(manager, { ...changes, items: changes.items.filter(({ before }) => before === null) });
    }
  }
  return new UnguardedLedger();
}

describe('the ledger on PostgreSQL', () => {
  const open = emptiedLedgerWorlds();
  // Each in a block of its own, so that none opens the worlds of another.
  describe('taking in facts', () => ledgerContract(open));
  describe('looking again', () => secondLookContract(open));
  describe('reserving', () => reservationsContract(open));
  describe('racing for reservations', () => reservationRacesContract(open));
  describe('deciding who gets scarce units', () => arbitrationContract(open));
  describe('moving lines', () => movedLinesContract(open));
  describe('keeping contests', () => keptContestsContract(open));
  describe('dealing out', () => escrowContract(open));
  describe('its guards', () => guardsContract(open));

  // Shows that the races above are real ones: with the version left out of the predicate the same 20 buyers oversell.
  it('oversells when the version predicate is taken out', async () => {
    const world = await open();
    try {
      const ledger = unguardedLedger(({ orders }) => orders.length > 0);
      expect(await raceForLastUnits({ ...world, ledger }, 7, 20)).toBeGreaterThan(7);
    } finally {
      await world.close();
    }
  });

  it('holds more than there is when the version predicate is taken out', async () => {
    const world = await open();
    try {
      const ledger = unguardedLedger(({ labels, externals }) => labels.length > 0 && externals.length === 0);
      expect(await raceForHolds({ ...world, ledger }, 7, 20)).toBeGreaterThan(7);
    } finally {
      await world.close();
    }
  });
});
