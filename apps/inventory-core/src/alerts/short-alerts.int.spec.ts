import { openLedgerWorld } from '../ledger/spec-typeorm-world';
import { shortAlertsContract } from './short-alerts.contract';

describe('on PostgreSQL', () => {
  shortAlertsContract(openLedgerWorld);
});
