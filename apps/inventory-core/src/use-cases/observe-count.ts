import type { Cause, TillCountChanged } from '@tillbridge/contracts';
import { decideCount, isUnsettled, levelAt, reservedAt } from '@tillbridge/stock-domain';
import type { Session } from './session';
import { wantRead } from './want-read';

/** People count the shelf, have completed the count or given it up. What is not known here has no level to be counted. */
export function observeCount(session: Session, news: TillCountChanged, cause: Cause): void {
  const count = {
    countId: news.countId,
    state: news.state,
    openedAt: Date.parse(news.openedAt),
    closedAt: news.closedAt === null ? null : Date.parse(news.closedAt),
    seenAt: Date.parse(news.seenAt),
  };
  for (const externalId of news.items) {
    const itemId = session.linkedItem(news.till, externalId);
    if (itemId === null) continue;
    const before = session.item(itemId);
    session.change(itemId, 'count', cause, (item) => decideCount(item, news.location, count, session.layout.policy));
    if (session.item(itemId) !== before) goOn(session, itemId, news, cause);
  }
}

/** What was held up can go on only with a level that was read since; the till may never show it by itself. */
function goOn(session: Session, itemId: string, { location, countId }: TillCountChanged, cause: Cause): void {
  const mark = levelAt(session.item(itemId), location).counts.find((count) => count.countId === countId);
  if (mark === undefined || mark.state === 'open') return;
  if (mark.question !== null) session.ask({ itemId, location, countId, question: mark.question });
  const { claim } = levelAt(session.item(itemId), location).mirror;
  const isHeldUp =
    isUnsettled(mark) || claim > 0 || (mark.state === 'over' && reservedAt(session.item(itemId), location) > 0);
  // Of a whole shop that was counted most items have nothing that waits, and calls of the till are few.
  if (isHeldUp) wantRead(session, itemId, location, mark, cause);
}
