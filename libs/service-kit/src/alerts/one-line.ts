const charactersMax = 80;

/** For what others have written, such as SKUs, titles and a store's words: it may hold anything, and an alert's parts are one line each. */
export function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > charactersMax ? `${line.slice(0, charactersMax)}…` : line;
}
