import type { Tx } from '@tillbridge/persistence';
import type { AlertBook, AlertText, NewAlert } from '@tillbridge/service-kit';
import { emptyItem, viewOf, type ItemState, type StoreView } from '@tillbridge/stock-domain';
import type { Changes } from '../ledger/ledger';
import type { Session } from '../use-cases/session';
import { explainedText, missingText, turnedUpText, type MissingUnits } from './edit-alert-text';

/**
 * One alert for each claim of a store level that nothing explains, in the transaction that takes it in; another only when more
 * units are missing. It is withdrawn when they are explained or a person has decided, or, where people have had it already,
 * followed by one that says so.
 */
export async function saveEditAlerts(alerts: AlertBook, tx: Tx, session: Session, changes: Changes): Promise<void> {
  const told = changes.items.flatMap(({ before, after }) => changedViews(session, before, after));
  // In the order of their places, so that two batches wait for each other instead of deadlocking.
  for (const change of [...told].sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1))) {
    await saveMissing(alerts, tx, session.now, change);
    await saveTurnedUp(alerts, tx, session.now, change);
  }
}

interface ChangedView {
  readonly level: Omit<MissingUnits, 'units' | 'since'>;
  readonly before: StoreView;
  readonly after: StoreView;
}

function changedViews(session: Session, before: ItemState | null, after: ItemState): readonly ChangedView[] {
  const old = before ?? emptyItem(after.itemId);
  if (old.views === after.views) return [];
  return after.views
    .map((view) => ({ before: viewOf(old, view.channel, view.storeLocation), after: view }))
    .filter((view) => view.before.story !== view.after.story)
    .map((view) => ({ ...view, level: levelOf(session, after.itemId, view.after) }));
}

function levelOf(session: Session, itemId: string, { channel, storeLocation }: StoreView): ChangedView['level'] {
  const listing = session.linksOf(itemId).find((link) => link.channel === channel);
  const { sku = null, title = '' } = session.tillListingOf(itemId) ?? listing ?? {};
  return { channel, storeLocation, itemId, externalId: listing?.externalId ?? itemId, sku, title };
}

async function saveMissing(alerts: AlertBook, tx: Tx, now: Date, change: ChangedView): Promise<void> {
  const { before, after } = change;
  const isSameClaim = before.story.since === after.story.since;
  const [old, fresh] = [before.story.alerted, after.story.alerted];
  if (old > 0 && (fresh === 0 || !isSameClaim)) await closeMissing(alerts, tx, now, change);
  if (fresh <= (isSameClaim ? old : 0)) return;
  if (isSameClaim && old > 0) await alerts.withdraw(tx, keyOf(change, before, old));
  const alert = alertOf(keyOf(change, after, fresh), missingText, missingIn(change, after, fresh), now);
  await alerts.add(tx, [alert], now);
}

/** What nobody has had yet is taken back. A person who decided needs no second word. */
async function closeMissing(alerts: AlertBook, tx: Tx, now: Date, change: ChangedView): Promise<void> {
  const { before, after } = change;
  const key = keyOf(change, before, before.story.alerted);
  await alerts.withdraw(tx, key);
  const hadIt = (await alerts.find(tx, [key])).has(key);
  if (!hadIt || after.story.ended > before.story.ended) return;
  const explained = missingIn(change, before, before.story.alerted);
  await alerts.add(tx, [alertOf(`${key}/explained`, explainedText, explained, now)], now);
}

async function saveTurnedUp(alerts: AlertBook, tx: Tx, now: Date, change: ChangedView): Promise<void> {
  const { before, after } = change;
  const keyOfTurnedUp = ({ story }: StoreView) => `turned-up/${placeOf(change)}/${story.reversed}/${story.toGiveBack}`;
  if (after.story.toGiveBack === before.story.toGiveBack) return;
  if (before.story.toGiveBack > 0) await alerts.withdraw(tx, keyOfTurnedUp(before));
  const units = after.story.toGiveBack;
  if (units === 0) return;
  await alerts.add(tx, [alertOf(keyOfTurnedUp(after), turnedUpText, missingIn(change, after, units), now)], now);
}

function missingIn({ level }: ChangedView, { story: { since } }: StoreView, units: number): MissingUnits {
  return { ...level, units, since: since === null ? null : new Date(since).toISOString() };
}

function alertOf(
  key: string,
  textOf: (missing: MissingUnits) => AlertText,
  about: MissingUnits,
  dueAt: Date,
): NewAlert {
  return { key, text: textOf(about), fields: { ...about }, dueAt };
}

const placeOf = ({ level }: ChangedView): string => [level.channel, level.itemId, level.storeLocation].join('/');

/** A claim is told of by when it began, and by how many units. */
const keyOf = (change: ChangedView, { story: { since } }: StoreView, units: number): string =>
  `missing/${placeOf(change)}/${since ?? 0}/${units}`;
