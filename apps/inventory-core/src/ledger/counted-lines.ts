import type { CountedAt, OrderLineState } from './ledger';

/** What these lines have counted together, by store location: each where it is, where it was, and where else it was put back. */
export function countedIn(lines: readonly OrderLineState[]): readonly CountedAt[] {
  const sums = new Map<string, CountedAt>();
  const add = (storeLocation: string, ordered: number, restocked: number) => {
    const sum = sums.get(storeLocation);
    const [before, back] = [sum?.ordered ?? 0, sum?.restocked ?? 0];
    sums.set(storeLocation, { storeLocation, ordered: before + ordered, restocked: back + restocked });
  };
  for (const { storeLocation, ordered, restocked, movedFrom = [], putBackAt = [] } of lines) {
    for (const moved of movedFrom) add(moved.storeLocation, moved.units, moved.units);
    if (storeLocation === null) continue;
    for (const back of putBackAt) add(back.storeLocation, 0, back.units);
    const elsewhere = putBackAt.reduce((total, { units }) => total + units, 0);
    add(storeLocation, ordered, Math.max(0, restocked - elsewhere));
  }
  return [...sums.values()].sort((a, b) => (a.storeLocation < b.storeLocation ? -1 : 1));
}
