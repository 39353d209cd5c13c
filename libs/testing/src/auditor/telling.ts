import { acceptanceOf, backorderedReason, heldReason, type Evidence, type StoreEntry } from './evidence';
import type { Finding } from './finding';
import { keyOf, type ItemHistory, type Place } from './history';
import { lackedFor } from './lacked';
import type { Reconstruction } from './reconstruction';

/** The bridge says to a store that an order gets no unit, or takes that back; or nobody wants those units any more. */
interface Word {
  at: number;
  channel: string;
  orderId: string;
  says: 'on hold' | 'backordered' | 'cancelled' | 'released' | 'given up by its buyer';
}

/**
 * Telling must not be free: a bridge that holds or cancels whatever comes breaks no promise either. For each item there are
 * no more such words than units were missing since the order was placed; each takes the units of one of its lines out of that budget.
 */
export function needlessTellings(evidence: Evidence, reconstruction: Reconstruction): Finding[] {
  const budgets = new Budgets(reconstruction.histories);
  const told = new Set<string>();
  const findings: Finding[] = [];
  for (const { at, channel, orderId, says } of words(evidence)) {
    const order = `${channel} ${orderId}`;
    if (says === 'released' || says === 'given up by its buyer') {
      told.delete(order);
      budgets.giveBack(order);
      continue;
    }
    if (told.has(order)) continue;
    told.add(order);
    const store = evidence.stores.find((one) => one.channel === channel)!;
    const placedAt = acceptanceOf(store, orderId)?.at ?? 0;
    if (budgets.draw(order, reconstruction.ordered(channel, orderId), placedAt, at)) continue;
    const text = `${nameOf(evidence, channel, orderId)} was ${says} although no unit was missing for it`;
    findings.push({ kind: 'needlessHold', units: 1, text });
  }
  return findings;
}

/** Units that the shelf lacked at each place, and who was told of them. */
class Budgets {
  private readonly drawn = new Map<string, { place: string; units: number }>();

  constructor(private readonly histories: ItemHistory[]) {}

  /** Takes the units of one line, the one for which most are missing. False when none is missing for any. */
  draw(order: string, lines: (Place & { units: number })[], placedAt: number, at: number): boolean {
    const [line] = lines
      .map(({ units, ...place }) => {
        return { place: keyOf(place), units: Math.min(units, this.left(keyOf(place), placedAt, at)) };
      })
      .sort((a, b) => b.units - a.units);
    if (!line || line.units <= 0) return false;
    this.drawn.set(order, line);
    return true;
  }

  giveBack(order: string): void {
    this.drawn.delete(order);
  }

  private left(place: string, placedAt: number, at: number): number {
    const points = this.histories.find((history) => keyOf(history) === place)?.points ?? [];
    const drawn = [...this.drawn.values()].filter((line) => line.place === place);
    return Math.max(0, lackedFor(points, placedAt, at) - drawn.reduce((sum, { units }) => sum + units, 0));
  }
}

function words({ stores }: Evidence): Word[] {
  return stores
    .flatMap(({ channel, log }) =>
      log.flatMap((entry): Word[] => {
        const says = wordOf(entry);
        return says && 'orderId' in entry ? [{ at: entry.at, channel, orderId: entry.orderId, says }] : [];
      }),
    )
    .sort((a, b) => a.at - b.at);
}

function wordOf(entry: StoreEntry): Word['says'] | null {
  if (entry.kind === 'cancel') return entry.by === 'api' ? 'cancelled' : 'given up by its buyer';
  if (entry.kind === 'refund') return 'given up by its buyer';
  if (entry.kind === 'release') return 'released';
  if (entry.kind !== 'hold') return null;
  if (entry.reason === heldReason) return 'on hold';
  return entry.reason === backorderedReason ? 'backordered' : null;
}

function nameOf({ stores }: Evidence, channel: string, orderId: string): string {
  const store = stores.find((one) => one.channel === channel);
  const order = store?.state.orders.find(({ id }) => id === orderId);
  return `${channel} ${order?.name ?? orderId}`;
}
