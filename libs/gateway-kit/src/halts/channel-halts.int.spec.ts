import { onPostgres } from '../spec-kit/databases';
import { channelHaltsContract } from './channel-halts.contract';
import { TypeOrmChannelHalts } from './channel-halts.typeorm';
import { CreateChannelHalt1765100001001 } from './migrations';

channelHaltsContract(
  'on PostgreSQL',
  onPostgres([CreateChannelHalt1765100001001], () => new TypeOrmChannelHalts()),
);
