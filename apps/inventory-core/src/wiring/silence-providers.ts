import type { FactoryProvider } from '@nestjs/common';
import type { UnitOfWork } from '@tillbridge/persistence';
import { UNIT_OF_WORK } from '@tillbridge/service-kit';
import type { CoreConfig } from '../config';
import { SILENT_STORES } from '../http/silent-stores.controller';
import { lookForSilence, type SilenceDeps } from '../silence/look-for-silence';
import { TypeOrmSilenceBook } from '../silence/silence-book.typeorm';
import { WatchingStores } from './watching-stores';

/** What looks for stores that do not acknowledge, and shows them. Given the token of what somebody who only reads is given. */
export function silenceProviders(config: CoreConfig, reading: symbol): FactoryProvider[] {
  const silences = new TypeOrmSilenceBook();
  return [
    {
      provide: WatchingStores,
      inject: [reading],
      useFactory: (given: Omit<SilenceDeps, 'silences' | 'silentAfterMs'>) => {
        const deps = { ...given, silences, silentAfterMs: config.STORE_SILENT_AFTER_MS };
        return new WatchingStores(() => lookForSilence(deps));
      },
    },
    {
      provide: SILENT_STORES,
      inject: [UNIT_OF_WORK],
      useFactory: (uow: UnitOfWork) => () => uow.run((tx) => silences.found(tx)),
    },
  ];
}
