import { policyDefaults, type Policy } from '@tillbridge/stock-domain';

/**
 * `shared`: each store is shown all that is available. `escrow`: whatever there is of a SKU of this world is dealt out to one
 * store each from the opening on. `asShipped`: as a shop has it that says nothing, so that units are shared until few are
 * left or the demand is known, and the beginning of a rush may be faster than that.
 */
export const modes = ['shared', 'escrow', 'asShipped'] as const;
export type Mode = (typeof modes)[number];

/** As many units as any SKU of these worlds has at the opening; a delivery brings as many again. */
export const unitsMax = 5;

const escrowOf = {
  shared: { enabled: false },
  escrow: { enabled: true, floorUnits: 2 * unitsMax },
  asShipped: {},
};

/** Everything else as a shop has it that says nothing. */
export function policyOf(mode: Mode): Policy {
  const escrow = { ...policyDefaults.escrow, ...escrowOf[mode] };
  return { ...policyDefaults, version: 1, tillSettleMs: 5_000, escrow };
}
