import type { FactoryProvider } from '@nestjs/common';
import type { UnitOfWork } from '@tillbridge/persistence';
import { FactIntake, UNIT_OF_WORK } from '@tillbridge/service-kit';
import type { CoreConfig } from '../config';
import { SILENT_STORES, type SilentStores } from '../http/silent-stores.controller';
import { lookForSilence, type SilenceDeps } from '../silence/look-for-silence';
import { TypeOrmSilenceBook } from '../silence/silence-book.typeorm';
import { Hearing } from './hearing';
import { WatchingStores } from './watching-stores';

/** What looks for stores that do not acknowledge, and shows them. Given the token of what somebody who only reads is given. */
export function silenceProviders(config: CoreConfig, reading: symbol): FactoryProvider[] {
  const silences = new TypeOrmSilenceBook();
  const silentAfterMs = config.STORE_SILENT_AFTER_MS;
  return [
    {
      provide: WatchingStores,
      inject: [reading, FactIntake],
      useFactory: (given: Omit<SilenceDeps, 'silences' | 'silentAfterMs'>, { server }: FactIntake) => {
        const hearing = new Hearing(() => server.backlog(), given.now);
        return new WatchingStores({
          look: () => lookForSilence({ ...given, silences, silentAfterMs }),
          heardMs: () => hearing.forMs(),
          heardMsMin: silentAfterMs,
          now: given.now,
        });
      },
    },
    {
      provide: SILENT_STORES,
      inject: [UNIT_OF_WORK, WatchingStores],
      useFactory: (uow: UnitOfWork, watching: WatchingStores) => async (): Promise<SilentStores> => ({
        lookedAt: watching.lastLook(),
        stores: await uow.run((tx) => silences.found(tx)),
      }),
    },
  ];
}
