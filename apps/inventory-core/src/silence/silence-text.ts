import { oneLine, type AlertText } from '@tillbridge/service-kit';
import type { Silence } from './silence-book';

type Told = Omit<Silence, 'alertKey' | 'keptBefore'>;

/** One subject, one cause, one action, in words for the people of a shop. */
export function silenceText(silence: Told): AlertText {
  return silence.mute ? ofMute(silence) : ofOthers(silence);
}

/** A store that is asked little may answer nothing because it refuses all of that. */
function ofMute(silence: Told): AlertText {
  const { channel, answeredAt } = silence;
  const last = answeredAt === null ? 'has never confirmed a level' : `last confirmed a level at ${timeOf(answeredAt)}`;
  return {
    subject: `A person has to act: ${channel} does not answer, and ${counted(silence)} for it`,
    cause: `${lessOf(silence)}, and ${last}. ${kept}`,
    action:
      `See that ${channel} lets tillbridge in (its app is installed, its access was not revoked) and that its gateway runs. If both` +
      ` are so, GET /snapshot?channel=${channel} at the gateway says what the store refuses (\`refusal\`): mend that in the store. Then` +
      ` connect it again: POST /channels/${channel}/connect at the gateway. The units are given out by themselves after that.`,
  };
}

function ofOthers(silence: Told): AlertText {
  const { channel } = silence;
  return {
    subject: `A person has to act: ${channel} does not confirm a level, and ${counted(silence)} for it`,
    cause: `${lessOf(silence)}, and has not confirmed it, though it confirms others. ${kept}`,
    action:
      `Look at the gateway of ${channel} (GET /snapshot?channel=${channel}) for \`refusal\`, which says what the store refuses, and mend` +
      ` that in the store; then connect it again: POST /channels/${channel}/connect.`,
  };
}

const kept = 'Until it does it may still sell those units, so no other store is given them.';

const counted = ({ items }: Told): string => (items === 1 ? '1 item waits' : `${items} items wait`);

function lessOf({ channel, since, sku, items, oldestItemId }: Told): string {
  const others = items === 1 ? '' : ` and ${items - 1} other scarce ${items === 2 ? 'item' : 'items'}`;
  const item = oneLine(sku ?? '') || `item ${oldestItemId}`;
  return `${channel} has had to show less of ${item}${others} since ${timeOf(since)}`;
}

const timeOf = (at: Date): string => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
