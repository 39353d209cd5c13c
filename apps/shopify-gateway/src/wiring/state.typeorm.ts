import { getDataSourceToken } from '@nestjs/typeorm';
import {
  intakeMigrations,
  storeMigrations,
  storeStateOn,
  TypeOrmRawIntake,
  type RawIntake,
} from '@tillbridge/gateway-kit';
import type { DataSource } from 'typeorm';

export type Database = DataSource;
export const DATA_SOURCE = getDataSourceToken();
export const gatewayMigrations = [...intakeMigrations, ...storeMigrations];
export const stateOn = storeStateOn;

export function rawIntakeOn(database: Database): RawIntake {
  return new TypeOrmRawIntake(database);
}
