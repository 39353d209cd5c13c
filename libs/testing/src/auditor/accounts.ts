import type { Evidence } from './evidence';
import type { Finding } from './finding';
import type { ItemHistory } from './history';
import type { Names } from './names';

/** Vendors' logs and people's own counts tell of the same day; where they differ, no verdict can be trusted. */
export function contradictions(evidence: Evidence, names: Names, histories: ItemHistory[]): Finding[] {
  return [...shelfContradictions(evidence, names, histories), ...attemptContradictions(evidence)];
}

function shelfContradictions({ shelf }: Evidence, names: Names, histories: ItemHistory[]): Finding[] {
  const lying = new Map<string, number>();
  for (const [sku, units] of Object.entries(shelf)) {
    lying.set(names.of(sku), (lying.get(names.of(sku)) ?? 0) + units);
  }
  const items = new Set([...lying.keys(), ...histories.map(({ item }) => item)]);
  return [...items].flatMap((item): Finding[] => {
    const told = histories.filter((one) => one.item === item).reduce((sum, one) => sum + one.points.at(-1)!.shelf, 0);
    const units = lying.get(item) ?? 0;
    if (told === units) return [];
    const text = `by the vendors' logs ${told} x ${item} lie on the shelf, by those who moved them ${units}`;
    return [{ kind: 'unaccounted', units: Math.abs(told - units), text }];
  });
}

/** Each try is an order or a refusal. */
function attemptContradictions({ stores }: Evidence): Finding[] {
  return stores.flatMap(({ channel, attempts, state, log }): Finding[] => {
    const noted = state.orders.length + refusals(log);
    if (noted === attempts) return [];
    const text = `people tried ${attempts} checkouts in ${channel}, it knows of ${noted}`;
    return [{ kind: 'unaccounted', units: Math.abs(attempts - noted), text }];
  });
}

export const refusals = (log: { kind: string }[]): number =>
  log.filter(({ kind }) => kind === 'checkout_refused').length;
