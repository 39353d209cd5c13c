import type { Inbox } from '@tillbridge/persistence';
import type { Clock } from '../clock';
import { KickedLoop } from '../pace/kicked-loop';

const dayMs = 86_400_000;
/** A copy of a fact may come late: from a parked message that a person replays, or from a broker that was down for days. */
const keptDays = 60;
const pruneEveryMs = 3_600_000;

/** Forgets hourly which messages were handled long ago, or the table would only ever grow. */
export function inboxPruning(inbox: Inbox, clock: Clock, onError: (error: unknown) => void): KickedLoop {
  return new KickedLoop({
    pollMs: pruneEveryMs,
    onError,
    run: async () => {
      await inbox.prune(new Date(clock.now().getTime() - keptDays * dayMs));
      return null;
    },
  });
}
