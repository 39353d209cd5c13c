import type { TillCountChanged } from '@tillbridge/contracts';
import type { SeenCount } from './till-adapter';

/** Items named by one fact, so that none of a large count grows too large to be decided at once. */
const perFact = 50;

/** @param everything what is told to be counted where the till does not say what is. */
export function countFacts(
  till: string,
  { items, ...count }: SeenCount,
  everything: readonly string[],
  seenAt: Date,
): TillCountChanged[] {
  const counted = items ?? everything;
  const facts: TillCountChanged[] = [];
  for (let from = 0; from < counted.length; from += perFact)
    facts.push({ till, ...count, seenAt: seenAt.toISOString(), items: counted.slice(from, from + perFact) });
  return facts;
}
