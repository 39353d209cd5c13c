import { brokenItemsContract } from './broken-items.contract';
import { escrowContract } from './escrow.contract';
import { lateCartsContract } from './late-carts.contract';
import { listingOrderContract } from './listing-order.contract';
import { secondLookContract } from './second-look.contract';
import { emptiedLedgerWorlds } from './spec-typeorm-world';

describe('the ledger on PostgreSQL, as time goes by', () => {
  const open = emptiedLedgerWorlds();
  describe('looking again', () => secondLookContract(open));
  describe('looking again past what is broken', () => brokenItemsContract(open));
  describe('hearing of carts late', () => lateCartsContract(open));
  describe('dealing out', () => escrowContract(open));
  describe('ordering what is told of listings', () => listingOrderContract(open));
});
