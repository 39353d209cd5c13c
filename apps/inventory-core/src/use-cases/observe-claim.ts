import type { Cause, StoreClaimChanged } from '@tillbridge/contracts';
import { decideStoreReport } from '@tillbridge/stock-domain';
import type { Session } from './session';

/** What one store level shows that its facts do not explain: a claim on the shared units until a fact does. */
export function observeClaim(session: Session, report: StoreClaimChanged, cause: Cause): void {
  const itemId = session.linkedItem(report.channel, report.externalId);
  if (itemId === null) return;
  session.change(itemId, 'store', cause, (item) =>
    decideStoreReport(item, {
      channel: report.channel,
      storeLocation: report.storeLocation,
      claim: report.claim,
      edits: report.edits,
      ordersSeen: report.ordersSeen,
      seq: report.seq,
      since: report.since === null ? null : Date.parse(report.since),
      settled: report.settled,
      ended: report.ended,
      reversed: report.reversed,
    }),
  );
}
