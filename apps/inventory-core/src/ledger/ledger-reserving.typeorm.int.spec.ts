import { raceForHolds } from '../reservations/paper-calls';
import { reservationRacesContract } from '../reservations/reservation-races.contract';
import { reservationsContract } from '../reservations/reservations.contract';
import { emptiedLedgerWorlds } from './spec-typeorm-world';
import { unguardedLedger } from './spec-unguarded-ledger';

describe('reservations on PostgreSQL', () => {
  const open = emptiedLedgerWorlds();
  describe('reserving', () => reservationsContract(open));
  describe('racing for reservations', () => reservationRacesContract(open));

  it('hold more than there is when the version predicate is taken out', async () => {
    const world = await open();
    const ledger = unguardedLedger(({ labels, externals }) => labels.length > 0 && externals.length === 0);
    expect(await raceForHolds({ ...world, ledger }, 7, 20)).toBeGreaterThan(7);
  });
});
