import type { Tx, UnitOfWork } from '@tillbridge/persistence';
import type { AlertBook } from '@tillbridge/service-kit';
import { keepsUnits, nameOf } from '@tillbridge/stock-domain';
import type { Shop } from '../shop/shop';
import type { Silence, SilenceBook, UnansweredLevel } from './silence-book';
import { silenceText } from './silence-text';

export interface SilenceDeps {
  readonly uow: UnitOfWork;
  readonly shop: (tx: Tx) => Promise<Shop>;
  readonly silences: SilenceBook;
  readonly alerts: AlertBook;
  readonly now: () => Date;
  /** How long an acknowledgement may take before people hear of it. */
  readonly silentAfterMs: number;
}

/** Of more than these the count says no more than that they are many. */
const levelsCountedMax = 10_000;

/**
 * Finds the stores that keep units of scarce items from the others by not acknowledging, and tells people of each once: one
 * alert for a store and all its items. Told again is only that a store which acknowledged others acknowledges nothing any
 * more. It is over when the store has acknowledged what it owes; then the next silence is a new one.
 */
export async function lookForSilence(deps: SilenceDeps): Promise<readonly Silence[]> {
  const { uow, silences } = deps;
  return uow.run(async (tx) => {
    const last = await silences.found(tx);
    const lastOf = (channel: string) => last.find((silence) => silence.channel === channel);
    const now: Silence[] = [];
    for (const levels of await overdue(deps, tx))
      now.push(await judge(deps, tx, levels, lastOf(levels[0].view.channel)));
    const over = last.filter(({ channel }) => !now.some((silence) => silence.channel === channel));
    for (const { alertKey } of over) await deps.alerts.withdraw(tx, alertKey);
    await silences.replace(tx, last, now);
    return now;
  });
}

/** Levels that keep units and have owed an acknowledgement for too long, store by store, the longest first. */
async function overdue(deps: SilenceDeps, tx: Tx): Promise<readonly (readonly UnansweredLevel[])[]> {
  const { layout } = await deps.shop(tx);
  const places = new Set(layout.places.map(nameOf));
  const before = new Date(deps.now().getTime() - deps.silentAfterMs);
  const owing = await deps.silences.unanswered(tx, before, levelsCountedMax);
  const keeping = owing.filter(({ view, published }) => places.has(nameOf(view)) && keepsUnits(view, published));
  const channels = [...new Set(keeping.map(({ view }) => view.channel))].sort();
  return channels.map((channel) => keeping.filter(({ view }) => view.channel === channel));
}

async function judge(
  { silences, alerts, now }: SilenceDeps,
  tx: Tx,
  levels: readonly UnansweredLevel[],
  last: Silence | undefined,
): Promise<Silence> {
  const [{ view, itemId: oldestItemId, sku }] = levels;
  const { channel } = view;
  const asked = levels.map((level) => level.view.unansweredSince ?? 0);
  const answeredAt = await silences.answeredAt(tx, channel);
  // Asked for others since, it may have had nothing to say; but of what it was asked it has said nothing.
  const mute = answeredAt === null || answeredAt.getTime() < Math.max(...asked);
  const since = new Date(Math.min(...asked));
  const items = new Set(levels.map(({ itemId }) => itemId)).size;
  const found = { channel, since, items, oldestItemId, sku, mute };
  if (last !== undefined && (last.mute || !mute)) return { ...found, alertKey: last.alertKey };
  // What has left stays; what has not is overtaken.
  if (last !== undefined) await alerts.withdraw(tx, last.alertKey);
  const alertKey = `silent/${channel}/${now().toISOString()}`;
  await alerts.add(tx, [{ key: alertKey, text: silenceText(found), fields: fieldsOf(found), dueAt: now() }], now());
  return { ...found, alertKey };
}

function fieldsOf({ since, ...found }: Omit<Silence, 'alertKey'>) {
  return { ...found, since: since.toISOString() };
}
