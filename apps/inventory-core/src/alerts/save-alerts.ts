import {
  orderShort,
  reservationChanged,
  type OrderResolved,
  type OrderShort,
  type ReservationChanged,
} from '@tillbridge/contracts';
import type { Tx } from '@tillbridge/persistence';
import type { AlertBook, NewAlert } from '@tillbridge/service-kit';
import type { Session } from '../use-cases/session';
import { countAlerts } from './count-alerts';
import { deletedAlerts } from './deleted-alerts';
import { leftMoneyAlerts } from './left-money-alerts';
import { voidAlerts } from './void-alerts';
import { alertText, type ShortLine, type ShortOrder } from './alert-text';

/** How long people wait for a store's answer before they hear that there is none yet. */
export const answerAwaitedMs = 30_000;
const unknownReason = 'what was set aside for it is not there any more';

/**
 * One alert per loser, an order and a decision on it, in the transaction of the decision itself. It leaves once the store has
 * answered, or without an answer after a while; at once for a seller, for which no store acts. That a store could not be told always reaches people: in the same alert
 * if it has not left, else in a second one; unless it was decided anew because of that, for then the new alert says it.
 */
export async function saveAlerts(alerts: AlertBook, tx: Tx, session: Session): Promise<void> {
  const later = new Date(session.now.getTime() + answerAwaitedMs);
  const fresh = toldIn(session).map((short) => {
    // Why its store did not do what it was asked for before, if that is why it is asked again.
    const detail = session.resolutions.find((resolved) => isOvertaken(resolved, short))?.detail ?? null;
    return alertOf({ ...shortOrder(session, short), detail }, later);
  });
  // Nobody answers for a seller.
  const ofSellers = losersOfSellers(session).map((short) => alertOf(short, session.now));
  const forPeople = [countAlerts, deletedAlerts, leftMoneyAlerts, voidAlerts].flatMap((alertsOf) => alertsOf(session));
  await alerts.add(tx, [...fresh, ...ofSellers, ...forPeople], session.now);
  await addOutcomes(alerts, tx, session);
}

function toldIn(session: Session): readonly OrderShort[] {
  const told = session.facts.filter(({ definition }) => definition.type === orderShort.type);
  return told.map(({ data }) => data as OrderShort);
}

async function addOutcomes(alerts: AlertBook, tx: Tx, session: Session): Promise<void> {
  if (session.resolutions.length === 0) return;
  const known = await alerts.find(tx, session.resolutions.map(keyOf));
  // In the order of their keys, so that two batches wait for each other instead of deadlocking.
  for (const resolved of [...session.resolutions].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))) {
    if (isDecidedAnew(session, resolved)) {
      await alerts.withdraw(tx, keyOf(resolved));
      continue;
    }
    const fields = known.get(keyOf(resolved))?.fields as ShortOrder | undefined;
    const short = fields ?? unrecorded(session, resolved);
    const detail = resolved.detail ?? short.detail;
    const alert = alertOf({ ...short, outcome: resolved.outcome, detail }, session.now);
    if ((await alerts.rewrite(tx, alert)) || resolved.outcome !== 'failed') continue;
    await alerts.add(tx, [{ ...alert, key: `${alert.key}/failed` }], session.now);
  }
}

/** A store that would not move an order, and held it meanwhile or not, is asked for something else at once. */
function isDecidedAnew(session: Session, resolved: OrderResolved): boolean {
  return toldIn(session).some((short) => isOvertaken(resolved, short));
}

function isOvertaken({ channel, order, outcome, decision }: OrderResolved, by: OrderShort): boolean {
  return outcome !== 'moved' && by.channel === channel && by.order === order && by.decision > decision;
}

function alertOf(short: ShortOrder, dueAt: Date): NewAlert {
  return { key: keyOf(short), text: alertText(short), fields: { ...short }, dueAt };
}

const keyOf = ({ channel, order, decision }: Pick<OrderShort, 'channel' | 'order' | 'decision'>): string =>
  `short/${channel}/${order}/${decision}`;

function shortOrder(session: Session, short: OrderShort): ShortOrder {
  const { channel, order, decision, resolution, reason } = short;
  const lines = short.lines.map((line) => lineOf(session, short, line));
  const orderName = session.order(channel, order)?.name || order;
  return { channel, order, orderName, decision, resolution, reason, lines, outcome: null, detail: null };
}

/** A confirmed reservation says that it is short only when it was decided that it loses units. */
function losersOfSellers(session: Session): readonly ShortOrder[] {
  const told = session.facts.filter(({ definition }) => definition.type === reservationChanged.type);
  return told.flatMap(({ data }) => sellerOrder(session, data as ReservationChanged) ?? []);
}

function sellerOrder(session: Session, { channel, reservation, lines: all }: ReservationChanged): ShortOrder | null {
  const order = session.order(channel, reservation);
  const short = all.filter((line) => line.short > 0);
  if (order === undefined || short.length === 0) return null;
  const lines = short.map(({ line, itemId, short: units }): ShortLine => {
    const { sku = null, title = '' } = session.tillListingOf(itemId) ?? {};
    return { line, units, moveTo: null, sku, title };
  });
  const { name, decision } = order;
  const reason = order.lines.find(({ shortReason }) => shortReason !== null)?.shortReason ?? unknownReason;
  const told = { resolution: 'told', reason, lines, outcome: null, detail: null } as const;
  return { channel, order: reservation, orderName: name || reservation, decision, ...told };
}

/** The till's words for the item, which the shop's staff knows; else the store's. */
function lineOf(session: Session, { channel, order }: OrderShort, told: OrderShort['lines'][number]): ShortLine {
  const { line, shortBy: units, moveTo } = told;
  const sold = session.order(channel, order)?.lines.find((other) => other.line === line);
  const listing = sold?.externalId == null ? undefined : session.listing(channel, sold.externalId);
  const atTill = listing?.itemId == null ? undefined : session.tillListingOf(listing.itemId);
  return {
    line,
    units,
    moveTo,
    sku: atTill?.sku ?? listing?.sku ?? null,
    title: atTill?.title || listing?.title || '',
  };
}

/** A decision from before alerts were recorded, or forgotten since: what is known of it now. */
function unrecorded(session: Session, { channel, order, decision }: OrderResolved): ShortOrder {
  const { version: policyVersion, loser: resolution } = session.layout.policy;
  const short = (session.order(channel, order)?.lines ?? []).filter((line) => line.short > 0);
  const lines = short.map((line) => ({ line: line.line, shortBy: line.short, moveTo: null }));
  const reason = short[0]?.shortReason ?? unknownReason;
  return shortOrder(session, { channel, order, decision, resolution, lines, reason, policyVersion });
}
