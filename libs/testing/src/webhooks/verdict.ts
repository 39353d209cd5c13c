import { audit, seriousFindings, type Evidence } from '../auditor';
import type { LetterKind } from './letter';
import type { MailCounts } from './mailbag';
import type { Stored } from './stored';

export interface WebhooksVerdict extends MailCounts {
  ok: boolean;
  lostFacts: number;
  duplicateEffects: number;
  driftUnits: number;
  seconds: number;
}

/** What those know who sent the letters. */
export interface Sent {
  counts: MailCounts;
  ids: Record<LetterKind, ReadonlySet<string>>;
  /** Answers that should have been others, as sentences. */
  wrongAnswers: readonly string[];
  seconds: number;
}

const shownMax = 20;

/**
 * By the vendors' books nothing is lost, doubled or left wrong; and of the deliveries themselves each genuine one that was sent is
 * translated, each unreadable one parked with its reason, and of the others nothing is kept.
 */
export function judgeWebhooks(
  evidence: Evidence,
  sent: Sent,
  stored: readonly Stored[],
): { verdict: WebhooksVerdict; objections: string[] } {
  const { verdict, findings } = audit(evidence);
  const kept = new Map(stored.map((one) => [one.id, one]));
  const untold = [...sent.ids.genuine].filter((id) => kept.get(id)?.state !== 'translated');
  const notParked = [...sent.ids.garbage].filter((id) => kept.get(id)?.state !== 'parked' || !kept.get(id)?.reason);
  const keptThough = [...sent.ids.forged, ...sent.ids.huge].filter((id) => kept.has(id));
  const { counts } = sent;
  const objections = [
    ...seriousFindings(findings).map(({ kind, text }) => `${kind}: ${text}`),
    ...sent.wrongAnswers,
    ...untold.map((id) => `the genuine delivery ${id} was taken in and is ${kept.get(id)?.state ?? 'gone'}`),
    ...notParked.map(
      (id) => `the unreadable delivery ${id} is ${kept.get(id)?.state ?? 'gone'}, not parked with a reason`,
    ),
    ...keptThough.map((id) => `the refused delivery ${id} was stored`),
    ...(['genuine', 'copies', 'dropped', 'forged', 'garbage'] as const)
      .filter((what) => counts[what] === 0)
      .map((what) => `${what} is 0: that shows nothing`),
  ];
  const ok = objections.length === 0;
  const { lostFacts, duplicateEffects, driftUnits } = verdict;
  return {
    verdict: {
      ok,
      ...counts,
      lostFacts: lostFacts + untold.length,
      duplicateEffects,
      driftUnits,
      seconds: sent.seconds,
    },
    objections:
      objections.length > shownMax
        ? [...objections.slice(0, shownMax), `and ${objections.length - shownMax} more`]
        : objections,
  };
}
