import { arbitrationContract } from './arbitration.contract';
import { copiesOfOrdersContract } from './copies-of-orders.contract';
import { keptContestsContract } from './kept-contests.contract';
import { movedLinesContract } from './moved-lines.contract';
import { emptiedLedgerWorlds } from './spec-typeorm-world';

describe('the ledger on PostgreSQL, with buyers who want the same unit', () => {
  const open = emptiedLedgerWorlds();
  describe('deciding who gets scarce units', () => arbitrationContract(open));
  describe('copies of orders', () => copiesOfOrdersContract(open));
  describe('moving lines', () => movedLinesContract(open));
  describe('keeping contests', () => keptContestsContract(open));
});
