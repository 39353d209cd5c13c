import { oneLine, type AlertText, type NewAlert } from '@tillbridge/service-kit';
import { forgottenCounts, type OpenCount } from '@tillbridge/stock-domain';
import type { CountQuestion, Session } from '../use-cases/session';

/** What people hear of counts: a question about one that is completed, and that one is open for too long. */
export function countAlerts(session: Session): readonly NewAlert[] {
  return [...questionAlerts(session), ...forgottenAlerts(session)];
}

/** One alert for each count, however many of its items a person is asked about: they are answered together. */
function questionAlerts(session: Session): readonly NewAlert[] {
  const first = new Map(session.questions.map((question) => [`${question.location}/${question.countId}`, question]));
  return [...first].map(([name, question]) => ({
    key: `count/${name}`,
    text: countText(question, skuOf(session, question)),
    fields: { ...question },
    dueAt: session.now,
  }));
}

/** One alert for each count, too, and no second one as long as the first is remembered. */
function forgottenAlerts(session: Session): readonly NewAlert[] {
  const now = session.now.getTime();
  const forgotten = [...session.touched().keys()].flatMap((itemId) =>
    forgottenCounts(session.item(itemId), now).map((count) => ({ ...count, itemId })),
  );
  const first = new Map(forgotten.map((count) => [`${count.location}/${count.countId}`, count]));
  return [...first].map(([name, count]) => ({
    key: `count/${name}/open`,
    text: forgottenText(count, skuOf(session, count)),
    fields: { ...count },
    dueAt: session.now,
  }));
}

export function forgottenText({ location, countId, openedAt }: OpenCount, item: string): AlertText {
  return {
    subject: `A count at ${location} is open for more than a day`,
    cause: `The count ${countId} at ${location} was opened at ${new Date(openedAt).toISOString()} and is neither completed nor cancelled (${item}, perhaps others). Until it is, web orders for what it counts are not recorded at the till there.`,
    action: 'Complete or cancel the count at the till. GET /counts at the inventory-core lists what is open.',
  };
}

/** One subject, one cause, one action, in words for the people of a shop. */
export function countText({ location, countId, question }: CountQuestion, item: string): AlertText {
  return {
    subject: `A person has to say whether the count at ${location} included what was set aside for web orders`,
    cause: `A count at ${location} is completed, and ${question} (${item}, perhaps others). Until somebody says, no store is given more units of what was counted there, and its web orders are not recorded at the till.`,
    action: `Look whether the level that the till shows now includes the units that are set aside. If so: POST /locations/${location}/counts/${countId}/decide at the inventory-core with {"setAside":"counted"}; if it lacks them, with "notCounted"; if the count has changed no level, with "untouched". GET /counts lists what waits.`,
  };
}

const skuOf = (session: Session, { itemId }: { readonly itemId: string }): string =>
  oneLine(session.tillListingOf(itemId)?.sku ?? '') || `item ${itemId}`;
