import type { Tx, UnitOfWork } from '@tillbridge/persistence';
import type { AlertBook } from '@tillbridge/service-kit';
import type { HaltedChannels } from '../halts/halted-channels';
import type { Shop } from '../shop/shop';
import type { KeptUnits, Silence, SilenceBook, WatchedPlace } from './silence-book';
import { silenceText } from './silence-text';

export interface SilenceDeps {
  readonly uow: UnitOfWork;
  readonly shop: (tx: Tx) => Promise<Shop>;
  readonly silences: SilenceBook;
  readonly haltedChannels: HaltedChannels;
  readonly alerts: AlertBook;
  readonly now: () => Date;
  /** How long an acknowledgement may take before people hear of it. */
  readonly silentAfterMs: number;
}

/**
 * Finds the stores that keep units of scarce items from the others by not acknowledging, and tells people of each once: one
 * alert for a store and all its items. Told again is only, and once, that a store which acknowledged others acknowledges
 * nothing any more. It is over when the store has acknowledged what it kept; then the next silence is a new one. A store that
 * something holds back keeps units, too, but people were told of that; once it is let go it has as long to answer as ever.
 */
export async function lookForSilence(deps: SilenceDeps): Promise<readonly Silence[]> {
  const { uow, silences, alerts } = deps;
  return uow.run(async (tx) => {
    const last = await silences.found(tx);
    const places = await watchedPlaces(deps, tx, last);
    const found: Silence[] = [];
    for (const kept of await silences.kept(tx, places)) found.push(await judge(deps, tx, kept, places, last));
    const over = last.filter(({ channel }) => !found.some((silence) => silence.channel === channel));
    for (const { alertKey } of over) await alerts.withdraw(tx, alertKey);
    await silences.replace(tx, last, found);
    return found;
  });
}

/** What was counted once counts as long as it is kept, also where this clock is behind the one that it was found by. */
async function watchedPlaces(
  { shop, haltedChannels, now, silentAfterMs }: SilenceDeps,
  tx: Tx,
  last: readonly Silence[],
): Promise<readonly WatchedPlace[]> {
  const { layout } = await shop(tx);
  const overdue = now().getTime() - silentAfterMs;
  const excused = new Set(
    (await haltedChannels.all(tx))
      .filter(({ halts, resumedAt }) => halts.length > 0 || (resumedAt !== null && resumedAt.getTime() > overdue))
      .map(({ channel }) => channel),
  );
  const watched = layout.places.filter(({ channel }) => !excused.has(channel));
  return watched.map(({ channel, storeLocation }) => {
    const counted = last.find((silence) => silence.channel === channel)?.keptBefore.getTime() ?? overdue;
    return { channel, storeLocation, before: new Date(Math.max(overdue, counted)) };
  });
}

async function judge(
  { alerts, now }: SilenceDeps,
  tx: Tx,
  { itemsSinceAnswer, ...kept }: KeptUnits,
  places: readonly WatchedPlace[],
  silences: readonly Silence[],
): Promise<Silence> {
  const { channel } = kept;
  const last = silences.find((silence) => silence.channel === channel);
  const keptBefore = places.find((place) => place.channel === channel)!.before;
  const mute = last?.mute === true || isMute(kept.items, itemsSinceAnswer);
  const found = { ...kept, mute, keptBefore };
  if (last?.mute === mute) return { ...found, alertKey: last.alertKey };
  // What has left stays; what has not is overtaken.
  if (last !== undefined) await alerts.withdraw(tx, last.alertKey);
  const alertKey = `silent/${channel}/${now().toISOString()}`;
  const { keptBefore: _, ...fields } = found;
  await alerts.add(tx, [{ key: alertKey, text: silenceText(found), fields: jsonOf(fields), dueAt: now() }], now());
  return { ...found, alertKey };
}

/**
 * Whether the store answers nothing. One level that it has not acknowledged since its last answer is no sign of that: it may
 * be refused as the older ones are, in an hour in which nothing else was asked.
 */
const isMute = (items: number, itemsSinceAnswer: number): boolean => itemsSinceAnswer === items || itemsSinceAnswer > 1;

const jsonOf = ({ since, answeredAt, ...fields }: Omit<KeptUnits, 'itemsSinceAnswer'> & { mute: boolean }) => ({
  ...fields,
  since: since.toISOString(),
  answeredAt: answeredAt?.toISOString() ?? null,
});
