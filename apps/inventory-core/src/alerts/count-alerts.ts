import { oneLine, type AlertText, type NewAlert } from '@tillbridge/service-kit';
import type { CountQuestion, Session } from '../use-cases/session';

/** One alert for each count, however many of its items a person is asked about: they are answered together. */
export function countAlerts(session: Session): readonly NewAlert[] {
  const first = new Map(session.questions.map((question) => [`${question.location}/${question.countId}`, question]));
  return [...first].map(([name, question]) => ({
    key: `count/${name}`,
    text: countText(question, skuOf(session, question)),
    fields: { ...question },
    dueAt: session.now,
  }));
}

/** One subject, one cause, one action, in words for the people of a shop. */
export function countText({ location, countId, question }: CountQuestion, item: string): AlertText {
  return {
    subject: `A person has to say whether the count at ${location} included what was set aside for web orders`,
    cause: `A count at ${location} is completed, and ${question} (${item}, perhaps others). Until somebody says, no store is given more units of what was counted there, and its web orders are not recorded at the till.`,
    action: `Look whether the level that the till shows now includes the units that are set aside. If so: POST /locations/${location}/counts/${countId}/decide at the inventory-core with {"setAside":"counted"}; if it lacks them, with "notCounted"; if the count has changed no level, with "untouched". GET /counts lists what waits.`,
  };
}

const skuOf = (session: Session, { itemId }: CountQuestion): string =>
  oneLine(session.tillListingOf(itemId)?.sku ?? '') || `item ${itemId}`;
