import type { UnitOfWork } from '@tillbridge/persistence';
import { KickedLoop } from '@tillbridge/service-kit';
import type { RawIntake } from './raw-intake';

const dayMs = 86_400_000;
/**
 * Parked bodies hold customer data: a week is long enough for a person to look. That there was one, and why it was parked,
 * can be seen for a month. Copies of what is translated may come a day late.
 */
const keptDays = { parkedBody: 7, parked: 30, translated: 7 };
const purgeEveryMs = 3_600_000;

/** Purges what raw intake may no longer keep, at start and every hour. */
export function intakePurge(options: {
  uow: UnitOfWork;
  intake: RawIntake;
  now(): Date;
  onError(error: unknown): void;
}): KickedLoop {
  return new KickedLoop({
    pollMs: purgeEveryMs,
    onError: (error) => options.onError(error),
    run: async () => {
      const before = (days: number) => new Date(options.now().getTime() - days * dayMs);
      await options.uow.run((tx) =>
        options.intake.purge(tx, {
          parkedBody: before(keptDays.parkedBody),
          parked: before(keptDays.parked),
          translated: before(keptDays.translated),
        }),
      );
      return null;
    },
  });
}
