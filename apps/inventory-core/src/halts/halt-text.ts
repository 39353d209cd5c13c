import type { ChannelStateChanged } from '@tillbridge/contracts';
import { oneLine, type AlertText } from '@tillbridge/service-kit';

type Halt = ChannelStateChanged['halts'][number];

/** One subject, one cause, one action, in words for the people of a shop. */
export function haltText(channel: string, { kind, since, reason }: Halt, isTill: boolean): AlertText {
  const at = `${since.slice(0, 16).replace('T', ' ')} UTC`;
  const why = oneLine(reason);
  const meanwhile = isTill
    ? 'Meanwhile no web order is recorded at the till; sales and levels are taken in as ever.'
    : 'Meanwhile it goes on selling what it shows; its orders are taken in as ever, and no other store is given its units.';
  switch (kind) {
    case 'paused':
      return {
        subject: `${channel} is paused`,
        cause: `A person paused it at ${at}: ${why}. ${meanwhile}`,
        action: `POST /channels/${channel}/resume at its gateway when that is over.`,
      };
    case 'locked-out':
      return {
        subject: `A person has to act: ${channel} does not let tillbridge in`,
        cause: `Since ${at}: ${why}. ${meanwhile}`,
        action:
          `See that its credentials are valid and have all their rights; put new ones into tillbridge.yaml and import it if need be.` +
          ` It goes on by itself once they are taken; if it does not, POST /channels/${channel}/connect at its gateway.`,
      };
    case 'braked':
      return {
        subject: `A person has to act: ${channel} was stopped before too much of it changed`,
        cause: `At ${at}: ${why}. ${meanwhile}`,
        action:
          `GET /channels/${channel}/brake at its gateway shows what would change. If that is right, POST` +
          ` /channels/${channel}/brake/release there. If it is not, mend its cause at the till first: what is wanted then` +
          ' takes the place of this by itself.',
      };
  }
}
