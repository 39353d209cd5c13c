import { orderLivesContract } from './order-lives.contract';
import { emptiedLedgerWorlds } from './spec-typeorm-world';

describe('the ledger on PostgreSQL, with orders that change', () => {
  orderLivesContract(emptiedLedgerWorlds());
});
