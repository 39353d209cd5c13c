import type { Guard } from './guard';

const ledger = 'apps/inventory-core/src/ledger/ledger.memory.spec.ts';
const standing = 'apps/inventory-core/src/money/standing.ts';
const prices = 'apps/inventory-core/src/money/price-post.spec.ts';
const comesBack = 'money that comes back';

/** The till has of each web order what its store has kept, and says so of what it has not. */
export const moneyGuards: readonly Guard[] = [
  {
    name: 'what is recorded again after a count brings no money',
    rule: 'the till has the money of what a count undid, so that selling it again brings none',
    file: 'apps/inventory-core/src/money/price-post.ts',
    find: 'const fresh = units - unitsIn(undone);',
    replace: 'const fresh = units + unitsIn(undone) - unitsIn(undone);',
    tests: [prices],
  },
  {
    name: 'a count takes no money',
    rule: 'units that a count found on the shelf are sold still, as far as money goes',
    file: standing,
    find: 'undone: one.postId === null ? [...undone, ...taken] : [] };',
    replace: 'undone: one.postId === null ? undone : [] };',
    tests: [ledger],
    named: comesBack,
  },
  {
    name: 'money that nothing takes back is told to people',
    rule: 'of units that were cancelled and counted before that was recorded, a person takes the money off at the till',
    file: 'apps/inventory-core/src/alerts/left-money-alerts.ts',
    find: 'if (left === 0n) return [];',
    replace: 'if (left >= 0n) return [];',
    tests: [ledger],
    named: comesBack,
  },
  {
    name: 'a service is missing from no sum',
    rule: 'what is sold without stock and cannot be recorded at the till parks the sale with both sums',
    file: 'apps/inventory-core/src/money/price-post.ts',
    find: 'return charges ? 0n : withoutStockOf(order).amount;',
    replace: 'return charges ? 0n : withoutStockOf(order).amount * 0n;',
    tests: [prices],
  },
  {
    name: 'voided long after it was shipped',
    rule: 'a voided post whose units had left the level for good puts none of them on sale',
    file: 'apps/inventory-core/src/use-cases/void-post.ts',
    find: 'if (one.postId === postId) unfold(',
    replace: "if (one.postId === 'none') unfold(",
    tests: [ledger],
    named: 'people void at the till',
  },
];
