import { emptiedLedgerWorlds } from '../ledger/spec-typeorm-world';
import { haltedChannelsContract } from './halted-channels.contract';

haltedChannelsContract(emptiedLedgerWorlds());
