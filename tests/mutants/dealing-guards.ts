import type { Guard } from './guard';

const domain = (name: string): string => `libs/stock-domain/src/${name}`;
const modes = domain('escrow-mode.ts');
const pools = domain('escrow-pool.ts');
const modeSpec = domain('escrow-mode.spec.ts');
const escrowSpec = domain('escrow.spec.ts');
const heldSpec = domain('escrow-holds.spec.ts');
const dealtSpec = domain('dealt-availability.spec.ts');
const decisions = domain('decisions.spec.ts');

/** When scarce units are dealt out, to whom, and what is offered to nobody. */
export const dealingGuards: readonly Guard[] = [
  {
    name: 'dealing: as few as the policy says',
    rule: 'where no more is free than the policy says, units are dealt out',
    file: modes,
    find: 'Math.max(floorUnits, ...sold',
    replace: 'Math.max(floorUnits * 0, ...sold',
    tests: [modeSpec],
  },
  {
    name: 'dealing: as many as are sold while a number is on its way',
    rule: 'what sells fast is dealt out while there are more than the policy says',
    file: modes,
    find: 'Math.max(floorUnits, ...sold.map(({ units }) => Math.ceil(units)))',
    replace: 'Math.max(floorUnits, ...sold.map(({ units }) => Math.ceil(units * 0)))',
    tests: [modeSpec],
  },
  {
    name: 'dealing: a rush',
    rule: 'units are dealt out at once when a rush begins',
    file: modes,
    find: ', during(soldInBurst, burstWindowMs(rules))];',
    replace: '];',
    tests: [modeSpec],
  },
  {
    name: 'dealing: not to and fro',
    rule: 'a sale and its return do not switch an item to and fro',
    file: modes,
    find: 'free > threshold && free > threshold * (1 + hysteresis)',
    replace: 'free > threshold && hysteresis >= 0',
    tests: [modeSpec],
  },
  {
    name: 'dealing: what is held is not there for all',
    rule: 'two stores never show the same unit beside one that is held',
    file: modes,
    find: 'const gone = uncounted + heldAt(item, location, now);',
    replace: 'const gone = uncounted;',
    tests: [heldSpec],
  },
  {
    name: 'dealing: what is gone uncounted is not there',
    rule: 'units that a store misses count as gone when it is judged whether there is plenty',
    file: modes,
    find: 'const gone = uncounted + heldAt(item, location, now);',
    replace: 'const gone = heldAt(item, location, now);',
    tests: [modeSpec],
  },
  {
    name: 'dealing: it ends by itself',
    rule: 'when demand has faded units are for all again, though nothing happens',
    file: modes,
    find: 'return { reviewAt: reviewAt(free, sold, rules, now) };',
    replace: 'return { reviewAt: Number.isNaN(free) ? reviewAt(free, sold, rules, now) : null };',
    tests: [modeSpec],
  },
  {
    name: 'pools: safety stock',
    rule: 'safety stock is offered to nobody',
    file: pools,
    find: 'const kept = heldFrom(item, channel, location, now) + safetyAt(item, channel, location, layout);',
    replace: 'const kept = heldFrom(item, channel, location, now);',
    tests: [domain('decide-cart.spec.ts')],
  },
  {
    name: 'pools: what is held for others',
    rule: 'what carts elsewhere hold is offered to no other channel',
    file: pools,
    find: 'const kept = heldFrom(item, channel, location, now) + safetyAt(item, channel, location, layout);',
    replace: 'const kept = safetyAt(item, channel, location, layout);',
    tests: [decisions],
  },
  {
    name: 'pools: of a store that was not told yet',
    rule: 'a store that was not told that its units are dealt out may show any number of them',
    file: pools,
    find: 'return begins ? Number.POSITIVE_INFINITY : unsoldAt(view);',
    replace: 'return begins ? 0 : unsoldAt(view);',
    tests: [escrowSpec, dealtSpec],
  },
];
