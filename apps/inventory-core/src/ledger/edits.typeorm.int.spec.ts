import { editsContract } from './edits.contract';
import { emptiedLedgerWorlds } from './spec-typeorm-world';

describe('edits, on PostgreSQL', () => editsContract(emptiedLedgerWorlds()));
