import { policyDefaults, type Policy } from '@tillbridge/stock-domain';

/** Each store is shown all that is available, or scarce units are dealt out to one store each. */
export type Mode = 'shared' | 'escrow';

/** Everything else as a shop has it that says nothing. */
export function policyOf(mode: Mode): Policy {
  const escrow = { ...policyDefaults.escrow, enabled: mode === 'escrow' };
  return { ...policyDefaults, version: 1, tillSettleMs: 5_000, escrow };
}
