import type { Audit } from '../auditor';
import { twinAnswerMs } from './shop';

/** What the core says, shown beside what the vendors say; the verdict does not rest on it. Empty if it does not answer. */
export interface CoreView {
  /** Available units by SKU; below zero where promises outnumber units. */
  levels: ReadonlyMap<string, number>;
  /** Why an order lost its units, by channel and order id. */
  reasons: ReadonlyMap<string, string>;
}

/** One line per item and per order, for people. */
export function tablesOf({ items, orders }: Audit, channels: string[], core: CoreView): string {
  const itemRows = items.map(({ item, label, shelf, sellable, till, stores }) => [
    label === item ? item : `${item}, now ${label}`,
    String(shelf),
    marked(till),
    ...channels.map((channel) => marked(stores[channel]!)),
    core.levels.has(label) ? marked({ expected: sellable, shown: core.levels.get(label)! }) : '-',
  ]);
  const orderRows = orders.map(({ channel, orderId, name, lines, outcome, reason }) => [
    channel,
    name,
    lines.map(({ item, ordered }) => `${ordered} x ${item}`).join(', '),
    outcome,
    [reason, core.reasons.get(`${channel} ${orderId}`)].filter(Boolean).join(': '),
  ]);
  return [
    table(['item', 'shelf', 'Lightspeed', ...channels, 'core'], itemRows),
    table(['store', 'order', 'wanted', 'outcome', 'reason'], orderRows),
  ].join('\n\n');
}

/** Only a run in which nothing at all was found is a good one. */
export const isOk = ({ findings }: Audit): boolean => findings.length === 0;

/** The last line of stdout, exactly these fields. */
export function verdictLine(seed: number, audit: Audit): string {
  const { verdict } = audit;
  const { oversold, driftUnits, lostFacts, duplicateEffects, unsoldWhileRefused } = verdict;
  const { orders, steps, samples, latencyMs } = verdict;
  return JSON.stringify({
    ok: isOk(audit),
    seed,
    oversold,
    driftUnits,
    lostFacts,
    duplicateEffects,
    unsoldWhileRefused,
    orders,
    steps,
    twinLatencyMs: twinAnswerMs,
    samples,
    latencyMs,
  });
}

/** The last line of a run that did not come to a verdict. */
export function failureLine(seed: number, error: unknown): string {
  const [reason] = (error instanceof Error ? error.message : String(error)).split('\n');
  return JSON.stringify({ ok: false, seed, error: reason });
}

/** A wrong level says what would be right. */
function marked({ expected, shown }: { expected: number; shown: number | null }): string {
  return shown === expected ? String(shown) : `${shown ?? 'none'} (not ${expected})`;
}

function table(head: string[], rows: string[][]): string {
  const widths = head.map((cell, column) => Math.max(cell.length, ...rows.map((row) => row[column]!.length)));
  const line = (cells: string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd();
  return [line(head), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(line)]
    .map((text) => `  ${text}`)
    .join('\n');
}
