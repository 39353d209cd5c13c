import {
  intakeMigrations,
  storeMigrations,
  storeStateOn,
  TypeOrmRawIntake,
  type RawIntake,
} from '@tillbridge/gateway-kit';
import type { Database } from '@tillbridge/service-kit';

export const gatewayMigrations = [...intakeMigrations, ...storeMigrations];
export const stateOn = storeStateOn;

export function rawIntakeOn(database: Database): RawIntake {
  return new TypeOrmRawIntake(database);
}
