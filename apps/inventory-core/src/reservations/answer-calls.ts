import type { Tx, UnitOfWork } from '@tillbridge/persistence';
import { Offers } from '@tillbridge/stock-domain';
import { labelOf, type References } from '../ledger/ledger';
import type { Shop } from '../shop/shop';
import { decideBatch, type DecideDeps } from '../use-cases/decide-batch';
import type { Session } from '../use-cases/session';
import type { AnswerBook, StoredAnswer } from './answer-book';
import { change } from './change';
import type { Decided, Outcome, ReservationCall } from './requests';
import { reserve } from './reserve';
import { showReservation } from './show';
import { TillLabels } from './till-labels';

export interface AnswerDeps extends DecideDeps {
  readonly uow: UnitOfWork;
  readonly shop: (tx: Tx) => Promise<Shop>;
  readonly answers: AnswerBook;
}

/**
 * Decides callers that wait, in the order in which they came: one unit of work and one version per item, however many they
 * are. What a key was answered before is answered again; a stale version has everything decided again.
 */
export async function answerCalls(deps: AnswerDeps, calls: readonly ReservationCall[]): Promise<readonly Outcome[]> {
  return deps.uow.run(async (tx) => {
    const stored = await deps.answers.find(tx, [...new Set(calls.map(({ key }) => key))]);
    const fresh = firstOfEachKey(calls).filter(({ key }) => !stored.has(key));
    const known = new Map([...stored, ...(await decideFresh(deps, tx, fresh))]);
    return calls.map((call) => answerTo(call, known.get(call.key)));
  });
}

async function decideFresh(
  deps: AnswerDeps,
  tx: Tx,
  calls: readonly ReservationCall[],
): Promise<readonly (readonly [key: string, StoredAnswer])[]> {
  if (calls.length === 0) return [];
  let decided: readonly Decided[] = [];
  let answers: readonly StoredAnswer[] = [];
  const decide = (session: Session): void => {
    const notes = { labels: new TillLabels(session), offers: new Offers((itemId) => session.takingPart(itemId)) };
    decided = calls.map(({ request }) =>
      request.kind === 'reserve' ? reserve(session, notes, request) : change(session, request),
    );
  };
  const keep = (session: Session): Promise<void> => {
    const answeredAt = session.now;
    answers = calls.map(({ key, fingerprint }, index) => {
      const outcome = outcomeOf(session, decided[index]);
      return { key, fingerprint, outcome, answeredAt };
    });
    return deps.answers.insert(tx, answers);
  };
  await decideBatch(deps, tx, await deps.shop(tx), referencesOf(calls), decide, keep);
  return answers.map((answer) => [answer.key, answer]);
}

function outcomeOf(session: Session, decided: Decided): Outcome {
  if (decided.kind !== 'done') return decided;
  const reservation = session.reservation(decided.id);
  if (reservation === undefined) throw new Error(`reservation ${decided.id} was decided, but is not there`);
  const items = new Set(reservation.lines.map(({ itemId }) => itemId));
  const promises = reservation.state === 'held' ? [] : [...items].flatMap((itemId) => session.item(itemId).promises);
  const shorts = promises.filter(({ channel, order }) => channel === reservation.channel && order === reservation.id);
  return { kind: 'done', reservation: showReservation(reservation, shorts, session.now.getTime()) };
}

function answerTo(call: ReservationCall, known: StoredAnswer | undefined): Outcome {
  if (known === undefined) throw new Error(`the call under key ${call.key} was not decided`);
  if (known.fingerprint === call.fingerprint) return known.outcome;
  return {
    kind: 'key taken',
    reason: `Idempotency-Key ${call.key} stands for another request already; give each request a key of its own`,
  };
}

function firstOfEachKey(calls: readonly ReservationCall[]): readonly ReservationCall[] {
  const first = new Map<string, ReservationCall>();
  for (const call of calls) if (!first.has(call.key)) first.set(call.key, call);
  return [...first.values()];
}

function referencesOf(calls: readonly ReservationCall[]): Partial<References> {
  const items = new Set<string>();
  const labels = new Set<string>();
  const reservations = new Set<string>();
  for (const { request } of calls) {
    if (request.kind !== 'reserve') {
      reservations.add(request.id);
      continue;
    }
    for (const { itemId, sku } of request.lines) {
      const label = labelOf(sku);
      if (itemId !== null) items.add(itemId);
      else if (label !== null) labels.add(label);
    }
  }
  return { items: [...items], labels: [...labels], reservations: [...reservations] };
}
