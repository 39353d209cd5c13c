import { alertMigrations } from '@tillbridge/service-kit';
import { coreEntities } from './ledger/entities';
import { coreMigrations } from './ledger/migrations';
import { LinkChangeRow } from './links/entities';
import { SilentStoreRow } from './silence/entities';

/** Everything that the core keeps in its schema. */
export const coreTables = {
  entities: [...coreEntities, LinkChangeRow, SilentStoreRow],
  migrations: [...coreMigrations, ...alertMigrations],
};
