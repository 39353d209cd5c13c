import { orderLivesContract } from './order-lives.contract';
import { emptiedLedgerWorlds } from './spec-typeorm-world';
import { voidedPostsContract } from './voided-posts.contract';

describe('the ledger on PostgreSQL, with orders that change', () => {
  const open = emptiedLedgerWorlds();
  orderLivesContract(open);
  describe('people void at the till what was recorded for a web order', () => voidedPostsContract(open));
});
