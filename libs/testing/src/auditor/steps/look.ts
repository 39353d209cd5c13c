import { agrees } from '../dealt';
import type { Evidence, StoreEvidence } from '../evidence';
import type { ItemHistory, Point } from '../history';
import type { Names } from '../names';

/** What a step is judged by. */
export interface Look {
  evidence: Evidence;
  names: Names;
  histories: ItemHistory[];
}

/** One moment of one item's history. */
export interface Found {
  history: ItemHistory;
  index: number;
}

export const pointOf = ({ history, index }: Found): Point => history.points[index]!;

export const pointsAfter = ({ history, index }: Found): Point[] => history.points.slice(index + 1);

export function pointsWhere({ histories }: Look, matches: (point: Point) => boolean, item?: string): Found[] {
  return histories
    .filter((history) => item === undefined || history.item === item)
    .flatMap((history) => history.points.flatMap((point, index) => (matches(point) ? [{ history, index }] : [])));
}

/** Each store showed the truth, or its part of what is dealt out, at some moment after this one. */
export function everyStoreAgrees({ evidence }: Look, { history, index }: Found): boolean {
  const later = history.points.slice(index);
  return evidence.stores.every(({ channel }) => later.some((point) => agrees(point, channel, evidence.dealing)));
}

export function everyStore({ evidence }: Look, holds: (store: StoreEvidence) => boolean): boolean {
  return evidence.stores.every(holds);
}

/** All of them, and there is one: a step that never happened proves nothing. */
export const allOfSome = <T>(values: T[], holds: (value: T) => boolean): boolean =>
  values.length > 0 && values.every(holds);

/** The bridge, and nobody else, brought this store's level down here. */
export function isLoweringOf(channel: string, { cause }: Point): boolean {
  if (cause.source !== 'store' || cause.channel !== channel || cause.entry.kind !== 'level_set') return false;
  return cause.entry.by === 'api' && cause.entry.to < cause.entry.from;
}
