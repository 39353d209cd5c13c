/** Where in the file: `['stores', 1, 'locations', 0]`. */
export type Path = readonly (string | number)[];

/** The path as a person reads it: `stores[1].locations[0]`. */
export function at(path: Path): string {
  const text = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('');
  return text.startsWith('.') ? text.slice(1) : text || '(the whole file)';
}
