import { at, type Path } from './path';

export type Place = [path: Path, value: string];

/** Every place whose value an earlier one has already. */
export function repeated(what: string, entries: Place[]): string[] {
  const first = new Map<string, Path>();
  return entries.flatMap(([path, value]) => {
    const earlier = first.get(value);
    if (!earlier) first.set(value, path);
    return earlier ? [`${at(path)}: the ${what} "${value}" is taken by ${at(earlier)} already`] : [];
  });
}
