import type { OrderShort } from '@tillbridge/contracts';
import type { Fulfilment, FulfilmentLine } from './fulfilment';

export interface Move {
  readonly fulfilment: Fulfilment;
  readonly to: string;
  /** null: all that is left of it, which needs no splitting. */
  readonly parts: readonly { readonly id: string; readonly quantity: number }[] | null;
}

export type MovePlan =
  | {
      readonly possible: true;
      readonly moves: readonly Move[];
      /** Lines that no place has the units for: they are held where they are. */
      readonly staying: readonly string[];
    }
  | { readonly possible: false; readonly reason: string };

type ShortLine = OrderShort['lines'][number];
type Part = FulfilmentLine & { readonly fulfilment: Fulfilment };

/**
 * What has to be moved so that each short line is served from its new place alone; nothing of what is there already. A line
 * counts at one location, for the store and for the till, so one is moved as a whole or not at all: with a part of it
 * elsewhere both places would be wrong until a person put them right. One that can go nowhere keeps no other from going.
 */
export function planMoves(lines: readonly ShortLine[], fulfilment: readonly Fulfilment[]): MovePlan {
  const leaving: { to: string; part: Part }[] = [];
  const staying = lines.filter(({ moveTo }) => !hasPlace(moveTo)).map(({ line }) => line);
  let known = false;
  for (const short of lines) {
    const { moveTo: to } = short;
    if (!hasPlace(to)) continue;
    const parts = partsOf(short.line, fulfilment);
    const away = parts.filter((part) => part.fulfilment.location !== to);
    const reason = whyNotWhole(short, away);
    if (reason !== null) return impossible(reason);
    known ||= parts.length > 0;
    leaving.push(...away.filter(({ remaining }) => remaining > 0).map((part) => ({ to, part })));
  }
  if (staying.length === lines.length) return impossible(`there is no other place for ${nameOf(staying)}`);
  return known
    ? { possible: true, moves: grouped(leaving), staying }
    : impossible('nothing of these lines is to be shipped');
}

/** @param lines at least one */
export function nameOf(lines: readonly string[]): string {
  return `${lines.length === 1 ? 'line' : 'lines'} ${lines.join(', ')}`;
}

/** Left out by whoever wished it before there was such a word. */
function hasPlace(moveTo: string | null | undefined): moveTo is string {
  return Boolean(moveTo);
}

function partsOf(line: string, fulfilment: readonly Fulfilment[]): Part[] {
  return fulfilment
    .filter(({ status }) => status !== 'CANCELLED')
    .flatMap((each) => each.lines.map((part) => ({ ...part, fulfilment: each })))
    .filter((part) => part.line === line && part.units > 0);
}

function whyNotWhole({ line, shortBy }: ShortLine, away: readonly Part[]): string | null {
  const remaining = sum(away, (part) => part.remaining);
  const shipped = sum(away, (part) => part.units) - remaining;
  if (shipped > 0) return `${shipped} of the units of line ${line} have shipped from where it was`;
  if (shortBy < remaining)
    return `line ${line} is short by ${shortBy} of ${remaining}, and part of a line is not moved`;
  return null;
}

function grouped(leaving: readonly { to: string; part: Part }[]): Move[] {
  const moves = new Map<string, { to: string; parts: Part[] }>();
  for (const { to, part } of leaving) {
    const key = JSON.stringify([part.fulfilment.id, to]);
    moves.set(key, { to, parts: [...(moves.get(key)?.parts ?? []), part] });
  }
  return [...moves.values()].map(({ to, parts }) => {
    const { fulfilment } = parts[0]!;
    const isAll = sum(parts, (part) => part.remaining) === sum(fulfilment.lines, (part) => part.remaining);
    return { fulfilment, to, parts: isAll ? null : parts.map(({ id, remaining }) => ({ id, quantity: remaining })) };
  });
}

function impossible(reason: string): MovePlan {
  return { possible: false, reason };
}

function sum<T>(parts: readonly T[], unitsOf: (part: T) => number): number {
  return parts.reduce((total, part) => total + unitsOf(part), 0);
}
