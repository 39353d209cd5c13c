import { isOfClaim, type EditOutcome, type EditRefusal, type WhyEdits } from '@tillbridge/stock-domain';
import type { EditAnswer, EditKey, EditSaid } from '../use-cases/decide-edit';

type Refused = Extract<EditAnswer, { kind: 'refused' }>;

/** Why it was not decided, what to do, and how things stand now. */
export function editRefusal({ why, edits: now, locations }: Refused, said: EditSaid): string {
  return messages[why]({ ...said, now, locations });
}

interface Told extends EditSaid {
  readonly now: WhyEdits | null;
  readonly locations: readonly string[];
}

const messages: Record<EditRefusal, (told: Told) => string> = {
  stale: ({ seq, now }) =>
    `seq: ${seq} is not the newest report of this level any more, ${now?.seq ?? 'another'} is, with ${now?.missing ?? 0} missing ` +
    `and ${now?.toGiveBack ?? 0} to give back; look at it, and decide on that one if it still holds`,
  'decided otherwise': ({ seq, outcome, now }) =>
    `seq: something else was decided on report ${seq} before (${decidedBefore(outcome, now)}); ` +
    'wait for the next report and decide on that one',
  'nothing open': () =>
    'nothing is open at this level: an order has explained it, or it was decided before; GET /edits lists what is',
  'not settled': ({ now }) =>
    `an order may still explain the ${now?.missing ?? 0} missing units: the store is being asked; try again once GET /edits shows them as settled`,
  'which location': ({ location, locations }) =>
    `location: ${location === null ? 'should be given' : `${location} is not served by this place`}; it is one of ${locations.join(', ')}`,
};

/** Of the same units: those that are missing, or those that turned up again. */
const decidedBefore = (outcome: EditOutcome, now: WhyEdits | null): string =>
  (isOfClaim(outcome) ? now?.onClaim : now?.onGiveBack)?.outcome ?? 'unknown';

export const unknownLevel = ({ channel, externalId, storeLocation }: EditKey): string =>
  `nothing of ours is listed at ${channel} as ${externalId}, or ${storeLocation} is none of its places; GET /edits lists what is open`;
