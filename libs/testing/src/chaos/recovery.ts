import type { Evidence, StoreEntry, TillEntry } from '../auditor';

/** Something that was away is there again. */
export interface Return {
  of: string;
  at: number;
  /** When the first fresh effect had passed through it, where that stands in no vendor's books. */
  effectAt?: number;
}

export interface Recovery {
  of: string;
  /** null: nothing fresh ever passed through it. */
  ms: number | null;
}

/** What a service did at a vendor, and the vendor wrote down. */
export function effectsIn({ till, stores }: Evidence): number {
  return (
    till.log.filter(isTillEffect).length + stores.reduce((sum, { log }) => sum + log.filter(isStoreEffect).length, 0)
  );
}

function isTillEffect(entry: TillEntry): boolean {
  return entry.kind === 'api_sale' || (entry.kind === 'void' && entry.by === 'api');
}

function isStoreEffect(entry: StoreEntry): boolean {
  if (entry.kind === 'level_set' || entry.kind === 'cancel') return entry.by === 'api';
  return entry.kind === 'hold' || entry.kind === 'release';
}

/**
 * From each return to the first fresh effect that passes through what came back: a web order placed after the return stands
 * at the till. On its way there it passes through both gateways, the core, the broker and the database.
 */
export function recoveries(evidence: Evidence, returns: readonly Return[]): Recovery[] {
  const posts = postedOrders(evidence);
  return returns.map(({ of, at, effectAt }) => {
    const posted = posts.filter(({ placedAt }) => placedAt >= at).map(({ postedAt }) => postedAt);
    const first = effectAt ?? (posted.length > 0 ? Math.min(...posted) : null);
    return { of, ms: first === null ? null : first - at };
  });
}

/** Each order that stands at the till, with the moments at which it was placed and recorded there. */
function postedOrders({ till, stores }: Evidence): { placedAt: number; postedAt: number }[] {
  const postedAt = new Map<string, number>();
  for (const entry of till.log) {
    if (entry.kind !== 'api_sale' || entry.quantity <= 0) continue;
    for (const word of entry.sourceId.split(/[^0-9]+/)) if (!postedAt.has(word)) postedAt.set(word, entry.at);
  }
  return stores.flatMap(({ log }) =>
    log.flatMap((entry) => {
      const posted = entry.kind === 'order' ? postedAt.get(entry.orderId) : undefined;
      return posted === undefined ? [] : [{ placedAt: entry.at, postedAt: posted }];
    }),
  );
}
