import type { AlertText } from '@tillbridge/service-kit';
import { oneLine } from '../alerts/alert-text';
import type { Silence } from './silence-book';

/** One subject, one cause, one action, in words for the people of a shop. */
export function silenceText(silence: Omit<Silence, 'alertKey'>): AlertText {
  return silence.mute ? ofMute(silence) : ofOthers(silence);
}

function ofMute(silence: Omit<Silence, 'alertKey'>): AlertText {
  const { channel } = silence;
  return {
    subject: `A person has to act: ${channel} does not answer, and ${counted(silence)} for it`,
    cause: `${toldTo(silence)}, and has confirmed nothing since. ${kept}`,
    action:
      `See that ${channel} lets tillbridge in (its app is installed, its access was not revoked) and that its gateway runs; then` +
      ` connect it again: POST /channels/${channel}/connect at the gateway. The units are given out by themselves after that.`,
  };
}

function ofOthers(silence: Omit<Silence, 'alertKey'>): AlertText {
  const { channel } = silence;
  return {
    subject: `A person has to act: ${channel} does not confirm a level, and ${counted(silence)} for it`,
    cause: `${toldTo(silence)}, and has not confirmed it, though it confirms others. ${kept}`,
    action:
      `Look at the gateway of ${channel} (GET /snapshot?channel=${channel}) for \`refusal\`, which says what the store refuses, and mend` +
      ` that in the store; then connect it again: POST /channels/${channel}/connect.`,
  };
}

const kept = 'Until it does it may still sell those units, so no other store is given them.';

const counted = ({ items }: Pick<Silence, 'items'>): string => (items === 1 ? '1 item waits' : `${items} items wait`);

function toldTo({ channel, since, sku, items, oldestItemId }: Omit<Silence, 'alertKey'>): string {
  const others = items === 1 ? '' : ` and ${items - 1} other scarce ${items === 2 ? 'item' : 'items'}`;
  const at = since.toISOString().slice(0, 16).replace('T', ' ');
  const item = oneLine(sku ?? '') || `item ${oldestItemId}`;
  return `${channel} was told at ${at} UTC to show less of ${item}${others}`;
}
