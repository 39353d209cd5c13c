import { onPostgres } from '../../spec-kit/databases';
import { tillMigrations } from './migrations';
import { typeOrmTillStores } from './stores';
import { tillStoresContract } from './till-stores.contract';

tillStoresContract('on PostgreSQL', onPostgres(tillMigrations, typeOrmTillStores));
