import { CreateLedger1763900000001 } from './1763900000001-create-ledger';
import { RevisitAndDoubt1764000000001 } from './1764000000001-revisit-and-doubt';

export const coreMigrations = [CreateLedger1763900000001, RevisitAndDoubt1764000000001];
