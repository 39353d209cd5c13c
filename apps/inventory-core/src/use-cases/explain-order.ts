import { StaleVersion } from '@tillbridge/persistence';
import { isSameOrder, type ItemState } from '@tillbridge/stock-domain';
import { keyOf, noReferences, type Decision, type Loaded, type OrderKey, type OrderState } from '../ledger/ledger';
import { concerns, explainContest, hasLost, lostAt, nameOf, verdictIn, type ContestExplained } from './explain-contest';
import { explainLines, type LineExplained } from './explain-line';
import type { ExplainDeps } from './explain-stock';

/** Contests that only left the order what it had; the newest are shown. */
const stoodThroughShownMax = 20;

export interface OrderExplained extends OrderKey {
  readonly name: string;
  /** ISO times. */
  readonly placedAt: string;
  readonly cancelledAt: string | null;
  readonly paid: boolean;
  /** What happened to it, in one sentence. */
  readonly verdict: string;
  readonly lines: readonly LineExplained[];
  /** What its store was told last, and what it answered; null while it was told nothing. */
  readonly told: {
    readonly decision: number;
    readonly resolution: OrderState['told'];
    readonly outcome: string | null;
  } | null;
  /** Oldest first. */
  readonly contests: readonly ContestExplained[];
  /** How many more contests there were in which nothing of it was decided or lost. */
  readonly contestsLeftOut: number;
}

/** Why an order has its units, or lost them: its lines, and the contests it took part in. null for an unknown order. */
export async function explainOrder(deps: ExplainDeps, key: OrderKey): Promise<OrderExplained | null> {
  return deps.uow.run(async (tx) => {
    const { till } = await deps.shop(tx);
    const references = { ...noReferences, orders: [key] };
    const loaded = await deps.ledger.load(tx, references);
    const order = loaded.orders.get(keyOf(key.channel, key.order));
    if (order === undefined) return null;
    const decisions = await deps.ledger.decisionsOn(tx, key);
    // Read in several statements: only if nobody decided in between do the parts belong together.
    const again = await deps.ledger.load(tx, references);
    if (versionsOf(again, key) !== versionsOf(loaded, key))
      throw new StaleVersion(`order ${key.order} of ${key.channel} changed while it was read`);
    return explain(order, loaded, decisions, till, deps.now().getTime());
  });
}

function versionsOf({ orders, items }: Loaded, { channel, order }: OrderKey): string {
  const own = [...items.values()].filter((item) => promises(item, { channel, order }));
  return JSON.stringify([
    orders.get(keyOf(channel, order))?.version,
    own.map(({ itemId, version }) => [itemId, version]),
  ]);
}

function promises(item: ItemState, key: OrderKey): boolean {
  return item.promises.some((promise) => isSameOrder(promise, key));
}

function explain(
  order: OrderState,
  { items, listings }: Loaded,
  decisions: readonly Decision[],
  till: string,
  now: number,
): OrderExplained {
  const { channel, name, placedAt, cancelledAt, paid, decision, told, resolution } = order;
  const lines = explainLines(order, [...items.values()], now);
  const skuOf = (itemId: string) =>
    [...listings.values()].find((row) => row.channel === till && row.itemId === itemId)?.sku ?? null;
  const shown = shownOf(decisions, order);
  return {
    channel,
    order: order.order,
    name,
    placedAt,
    cancelledAt,
    paid,
    verdict: verdictOn(order, lines, decisions),
    lines,
    told: decision === 0 ? null : { decision, resolution: told, outcome: resolution },
    contests: shown.map((each) => explainContest(each, order, skuOf(each.itemId))),
    contestsLeftOut: decisions.length - shown.length,
  };
}

function shownOf(decisions: readonly Decision[], order: OrderKey): readonly Decision[] {
  const stoodThrough = decisions.filter((each) => !concerns(each, order));
  const leftOut = new Set(stoodThrough.slice(0, -stoodThroughShownMax));
  return decisions.filter((each) => !leftOut.has(each));
}

/** What it lost, else what it won, else that nobody else wanted its units. */
function verdictOn(order: OrderState, lines: readonly LineExplained[], decisions: readonly Decision[]): string {
  const waiting = lines.flatMap(({ waitsForRivalsUntil }) => waitsForRivalsUntil ?? []).sort();
  if (waiting.length > 0) return `its units are set aside; until ${waiting[0]} it waits for rivals`;
  const lost = decisions.filter((each) => hasLost(each, order)).at(-1);
  if (lost !== undefined) return `${verdictIn(lost, order)}${whatNow(lines, lostAt(lost, order))}`;
  const standing = decisions.filter(({ refused }) => refused === null);
  const won = standing.filter((each) => concerns(each, order)).at(-1) ?? standing.at(-1);
  if (won !== undefined) return verdictIn(won, order);
  const refused = decisions.at(-1)?.refused;
  if (refused) return `won: ${nameOf(refused)}, which it met, was refused whole`;
  if (order.waiting.length > 0)
    return `nothing is decided yet of what no item is linked to: ${order.waiting.join(', ')}`;
  if (lines.every(({ itemId }) => itemId === null)) return 'none of its lines is served from a location of ours';
  const provisional = lines.flatMap(({ provisionalUntil }) => provisionalUntil ?? []).sort();
  if (provisional.length > 0) return `units were free; until ${provisional[0]} a better claim may still take them`;
  return 'units were free; nobody else claimed them';
}

/** What was lost at one place may be served from another. */
function whatNow(lines: readonly LineExplained[], lostFrom: readonly string[]): string {
  const movingTo = lines.flatMap((line) => line.movingTo ?? []);
  if (movingTo.length > 0) return `; its store is asked to serve it from ${movingTo[0]}, which has the units`;
  const places = lines.flatMap(({ servedFrom }) => servedFrom.map(({ location }) => location));
  const others = [...new Set(places)].filter((location) => !lostFrom.includes(location));
  if (others.length === 0 || lines.some(({ short }) => short > 0)) return '';
  return `; it is served from ${others.join(' and ')} instead`;
}
