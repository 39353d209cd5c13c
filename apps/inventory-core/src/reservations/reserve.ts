import { placeOf, reserveUnits, wholeSecond, type Offers } from '@tillbridge/stock-domain';
import type { Reservation, ReservedLine } from '../ledger/reservation';
import type { Session } from '../use-cases/session';
import { tellReservation } from '../use-cases/tell-reservation';
import { causeOf } from './cause';
import { Draft } from './draft';
import { refused, type Decided, type MissingLine, type ReservationRequest, type WrongField } from './requests';
import type { TillLabels } from './till-labels';

type Reserve = Extract<ReservationRequest, { kind: 'reserve' }>;

/** What the requests of one batch have in common. */
export interface BatchNotes {
  readonly labels: TillLabels;
  readonly offers: Offers;
}

/** Holds every line of a request, or none. Each line is held at one location, the nearest that has all of it. */
export function reserve(session: Session, { labels, offers }: BatchNotes, request: Reserve): Decided {
  const { channel } = request;
  const place = placeOf(session.layout, channel, null);
  if (place === undefined || !session.shop.sellers.has(channel))
    return { kind: 'wrong', problems: [noSeller(session, channel)] };
  const named = request.lines.map((line, index) => labels.itemOf(line, index));
  const problems = named.filter((name): name is WrongField => typeof name !== 'string');
  if (problems.length > 0) return { kind: 'wrong', problems };
  const now = session.now.getTime();
  const expiresAt = wholeSecond(now + request.ttlSeconds * 1_000);
  const draft = new Draft(session);
  const lines: ReservedLine[] = [];
  const missing: MissingLine[] = [];
  request.lines.forEach(({ sku, quantity: units, unitPrice }, index) => {
    const itemId = named[index] as string;
    const line = String(index + 1);
    const kept = reserveUnits(draft.item(itemId), { place, units, expiresAt }, session.layout, now, offers);
    if (!kept.kept) return missing.push({ line, itemId, sku, asked: units, available: kept.available });
    draft.put(kept.item);
    return lines.push({ line, itemId, location: kept.held.location, units, unitPrice });
  });
  if (missing.length > 0) return refused('there are not enough units; nothing is held', missing);
  const id = session.newId();
  const cause = causeOf(id);
  draft.keep('hold', cause);
  const reservation: Reservation = {
    id,
    channel,
    version: 0,
    cart: null,
    asOf: 0,
    state: 'held',
    lines,
    expiresAt,
    paid: false,
    reference: request.reference,
  };
  session.putReservation(reservation);
  tellReservation(session, reservation, cause);
  return { kind: 'done', id };
}

function noSeller({ shop }: Session, channel: string): WrongField {
  const known = [...shop.sellers.keys()].join(', ') || 'none; add it to sellers in tillbridge.yaml and import the file';
  return { field: 'channel', value: channel, remedy: `is no configured seller; known: ${known}` };
}
