import { guardsContract } from './guards.contract';
import { ledgerContract, raceForLastUnits } from './ledger.contract';
import { emptiedLedgerWorlds } from './spec-typeorm-world';
import { unguardedLedger } from './spec-unguarded-ledger';

// The contracts are spread over several files, which run side by side: facts here, decisions, dealing out and reservations.
describe('the ledger on PostgreSQL', () => {
  const open = emptiedLedgerWorlds();
  // Each in a block of its own, so that none opens the worlds of another.
  describe('taking in facts', () => ledgerContract(open));
  describe('its guards', () => guardsContract(open));

  // Shows that the races above are real ones: with the version left out of the predicate the same 20 buyers oversell.
  it('oversells when the version predicate is taken out', async () => {
    const world = await open();
    const ledger = unguardedLedger(({ orders }) => orders.length > 0);
    expect(await raceForLastUnits({ ...world, ledger }, 7, 20)).toBeGreaterThan(7);
  });
});
