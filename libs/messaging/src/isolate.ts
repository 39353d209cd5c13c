import { isDatabaseAway } from '@tillbridge/persistence';

export type Outcome = { kind: 'done' } | { kind: 'failed'; error: unknown } | { kind: 'released' };

/** What to do about weather: `again` after a wait, `fail` when it has lasted too long, `release` when we are closing. */
export type Weather = 'again' | 'fail' | 'release';
export type WeatherWatch = (error: Error) => Promise<Weather>;

/**
 * Handles `items` in one go. Where that throws, splits until the item at fault stands alone, so that its neighbours are
 * handled all the same. Weather is nobody's fault, so it never splits, even where a handler lets it through raw:
 * `onWeather` waits and says how to go on.
 */
export async function handleIsolating<Item>(
  items: readonly Item[],
  handle: (items: readonly Item[]) => Promise<void>,
  onWeather: WeatherWatch,
): Promise<Map<Item, Outcome>> {
  const outcomes = new Map<Item, Outcome>();
  const record = (part: readonly Item[], outcome: Outcome) => part.forEach((item) => outcomes.set(item, outcome));
  const parts: (readonly Item[])[] = items.length > 0 ? [items] : [];
  for (let part = parts.pop(); part; part = parts.pop()) {
    try {
      await handle(part);
      record(part, { kind: 'done' });
    } catch (error) {
      const weather = isDatabaseAway(error) ? await onWeather(error as Error) : null;
      if (weather === 'again') parts.push(part);
      else if (weather === 'release') record(part, { kind: 'released' });
      else if (weather === 'fail' || part.length === 1) record(part, { kind: 'failed', error });
      else parts.push(...halvesLastFirst(part));
    }
  }
  return outcomes;
}

/** Second half first: the parts are taken from the end, and the order of arrival is kept. */
function halvesLastFirst<Item>(part: readonly Item[]): [readonly Item[], readonly Item[]] {
  const middle = Math.ceil(part.length / 2);
  return [part.slice(middle), part.slice(0, middle)];
}
