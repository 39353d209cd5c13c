import { StaleVersion, type Tx, type UnitOfWork } from '@tillbridge/persistence';
import { Offers } from '@tillbridge/stock-domain';
import { labelOf, noReferences, type References } from '../ledger/ledger';
import type { Shop } from '../shop/shop';
import { decideOn, writeDecided, type DecideDeps } from '../use-cases/decide-batch';
import type { Session } from '../use-cases/session';
import type { AnswerBook, StoredAnswer } from './answer-book';
import { change } from './change';
import { isAbout, leftBy, loadedFrom, mayBeLeft, withLeft, type Leavings, type Start } from './leavings';
import type { Decided, Outcome, ReservationCall } from './requests';
import { reserve } from './reserve';
import { showReservation } from './show';
import { TillLabels } from './till-labels';

export interface AnswerDeps extends DecideDeps {
  readonly uow: UnitOfWork;
  readonly shop: (tx: Tx) => Promise<Shop>;
  readonly answers: AnswerBook;
}

/** The place of a batch among others of its process. */
export interface Turn {
  /** What the batch before leaves, which may still be under way. */
  readonly left: Leavings | null;
  /** Called once the batch is decided, and written from then on. */
  leave(left: Leavings): void;
}

const alone: Turn = { left: null, leave: () => undefined };

/**
 * Decides callers that wait, in the order in which they came: one unit of work and one version per item, however many they
 * are. What a key was answered before is answered again; a stale version has everything decided again.
 */
export async function answerCalls(
  deps: AnswerDeps,
  calls: readonly ReservationCall[],
  { left, leave }: Turn = alone,
): Promise<readonly Outcome[]> {
  const keys = keysOf(calls);
  // What such calls are about is not left, and not to be found before it is committed.
  const mayFollow = left === null || !calls.some((call) => isAbout(call, left));
  if (!mayFollow) await left.isKept;
  return deps.uow.run(async (tx) => {
    const stored = await deps.answers.find(tx, [...keys]);
    const fresh = firstOfEachKey(calls).filter(({ key }) => !stored.has(key));
    const turn = { left: mayFollow && !tx.isAgain ? left : null, leave };
    const known = new Map([...stored, ...(await decideFresh(deps, tx, fresh, turn))]);
    return calls.map((call) => answerTo(call, known.get(call.key)));
  });
}

async function decideFresh(
  deps: AnswerDeps,
  tx: Tx,
  calls: readonly ReservationCall[],
  { left, leave }: Turn,
): Promise<readonly (readonly [key: string, StoredAnswer])[]> {
  if (calls.length === 0) return [];
  const start = await startOf(deps, tx, { ...noReferences, ...referencesOf(calls) }, left);
  const { session, decided } = await decideFrom(deps, start, calls).catch(async (error) => {
    await requireKept(left);
    throw error;
  });
  const changes = session.changes();
  if (mayBeLeft(changes)) leave({ ...start, ...leftBy(changes), keys: keysOf(calls), isKept: isKept(tx) });
  const answers = calls.map(({ key, fingerprint }, index) => {
    return { key, fingerprint, outcome: outcomeOf(session, decided[index]), answeredAt: session.now };
  });
  await writeDecided(deps, tx, session, changes, {
    beforeGuard: () => requireKept(left),
    // After the items, as everybody does it: two cores may be asked under the same key.
    afterGuard: () => deps.answers.insert(tx, answers),
  });
  return answers.map((answer) => [answer.key, answer]);
}

async function decideFrom(deps: AnswerDeps, start: Start, calls: readonly ReservationCall[]) {
  let decided: readonly Decided[] = [];
  const session = decideOn(deps, start.shop, start.loaded, (begun) => (decided = decideAll(begun, calls)));
  return { session, decided };
}

/** @throws StaleVersion where this rests on a batch that was not committed */
async function requireKept(left: Leavings | null): Promise<void> {
  if (left !== null && !(await left.isKept)) throw new StaleVersion('the batch before was not kept');
}

/** With what a batch begins: with what the one before it leaves, or with what is read. */
async function startOf(deps: AnswerDeps, tx: Tx, references: References, left: Leavings | null): Promise<Start> {
  const shop = await deps.shop(tx);
  const inherited = left === null || left.shop !== shop ? null : loadedFrom(left, references);
  if (left !== null && inherited !== null)
    return { shop, loaded: inherited, labels: left.labels, batchesSinceRead: left.batchesSinceRead + 1 };
  const read = await deps.ledger.load(tx, references);
  const loaded = left === null ? read : withLeft(read, left);
  return { shop, loaded, labels: new Set(references.labels), batchesSinceRead: 0 };
}

const isKept = (tx: Tx): Promise<boolean> =>
  new Promise((resolve) => {
    tx.afterCommit(() => resolve(true));
    tx.afterRollback(() => resolve(false));
  });

function decideAll(session: Session, calls: readonly ReservationCall[]): readonly Decided[] {
  const notes = { labels: new TillLabels(session), offers: new Offers((itemId) => session.takingPart(itemId)) };
  const decided = calls.map(({ request }) =>
    request.kind === 'reserve' ? reserve(session, notes, request) : change(session, request),
  );
  for (const each of decided) if (each.kind === 'refused') for (const { itemId } of each.lines) session.restOn(itemId);
  return decided;
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

const keysOf = (calls: readonly ReservationCall[]): ReadonlySet<string> => new Set(calls.map(({ key }) => key));

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
