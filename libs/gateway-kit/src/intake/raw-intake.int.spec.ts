import { onPostgres } from '../spec-kit/databases';
import { intakeMigrations } from './migrations';
import { rawIntakeContract } from './raw-intake.contract';
import { TypeOrmRawIntake } from './raw-intake.typeorm';

rawIntakeContract(
  'on PostgreSQL',
  onPostgres(intakeMigrations, (dataSource) => new TypeOrmRawIntake(dataSource)),
);
