import { CreateLedger1763900000001 } from './1763900000001-create-ledger';
import { RevisitItems1764000000001 } from './1764000000001-revisit-items';

export const coreMigrations = [CreateLedger1763900000001, RevisitItems1764000000001];
