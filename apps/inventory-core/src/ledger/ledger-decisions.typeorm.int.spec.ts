import { arbitrationContract } from './arbitration.contract';
import { copiesOfOrdersContract } from './copies-of-orders.contract';
import { countsContract } from './counts.contract';
import { keptContestsContract } from './kept-contests.contract';
import { movedLinesContract } from './moved-lines.contract';
import { emptiedLedgerWorlds } from './spec-typeorm-world';
import { untrackedContract } from './untracked.contract';

describe('the ledger on PostgreSQL, with buyers who want the same unit', () => {
  const open = emptiedLedgerWorlds();
  describe('deciding who gets scarce units', () => arbitrationContract(open));
  describe('copies of orders', () => copiesOfOrdersContract(open));
  describe('moving lines', () => movedLinesContract(open));
  describe('what the till keeps no stock of', () => untrackedContract(open));
  describe('counting shelves', () => countsContract(open));
  describe('keeping contests', () => keptContestsContract(open));
});
