import { at, type Path } from './path';
import type { Policy } from './policy-config';
import { repeated, type Place } from './repeated';

interface Configured {
  readonly stores: readonly string[];
  readonly sellers: readonly string[];
  readonly locations: readonly string[];
}

/** A rule for something that is not configured would be a rule for nothing, and nobody would notice. */
export function policyChecks(policy: Policy, { stores, sellers, locations }: Configured): string[] {
  const { cartHolds, safetyStockFor, escrow, stocktakes } = policy;
  const carts = channelsIn(['policy', 'cartHolds'], cartHolds);
  const shares = channelsIn(['policy', 'escrow', 'shares'], escrow.shares);
  const counted = namesIn(['policy', 'stocktakes'], 'location', stocktakes);
  const safety: Path = ['policy', 'safetyStockFor'];
  return [
    ...unknown('store', stores, carts),
    ...unknown('store or seller', [...stores, ...sellers], [...shares, ...channelsIn(safety, safetyStockFor)]),
    ...unknown('location', locations, [...namesIn(safety, 'location', safetyStockFor), ...counted]),
    ...repeated('channel', carts),
    ...repeated('channel', shares),
    ...repeated('location', counted),
    ...cartHolds.flatMap(({ unitsPerCartMax, unitsPerItemMax }, i) =>
      unitsPerCartMax <= unitsPerItemMax
        ? []
        : [
            `${at(['policy', 'cartHolds', i, 'unitsPerCartMax'])}: ${unitsPerCartMax} is more than unitsPerItemMax allows for all carts together (${unitsPerItemMax})`,
          ],
    ),
    ...safetyStockFor.flatMap((rule, i) =>
      (rule.sku ?? rule.channel ?? rule.location) !== undefined
        ? []
        : [`${at([...safety, i])}: names no sku, channel or location; for every item use policy.safetyStock`],
    ),
  ];
}

const channelsIn = (path: Path, entries: readonly { channel?: string }[]) => namesIn(path, 'channel', entries);

function namesIn<K extends string>(path: Path, key: K, entries: readonly { [key in K]?: string }[]): Place[] {
  return entries.flatMap((entry, i) => {
    const name = entry[key];
    return name === undefined ? [] : [[[...path, i, key], name] satisfies Place];
  });
}

function unknown(what: string, known: readonly string[], named: readonly Place[]): string[] {
  return named
    .filter(([, name]) => !known.includes(name))
    .map(([where, name]) => `${at(where)}: "${name}" is no configured ${what}; known: ${known.join(', ')}`);
}
