import { linksByPeopleContract } from './links-by-people.contract';
import { emptiedLedgerWorlds } from './spec-typeorm-world';

describe('the ledger on PostgreSQL, with people who link what stores list', () => {
  linksByPeopleContract(emptiedLedgerWorlds());
});
