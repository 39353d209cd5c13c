import type { ChannelHalts } from '../../halts/channel-halts';
import { MemoryChannelHalts } from '../../halts/channel-halts.memory';
import { TypeOrmChannelHalts } from '../../halts/channel-halts.typeorm';
import type { TillAccounts } from './accounts';
import { MemoryTillAccounts } from './accounts.memory';
import { TypeOrmTillAccounts } from './accounts.typeorm';
import type { TillCursors } from './cursors';
import { MemoryTillCursors } from './cursors.memory';
import { TypeOrmTillCursors } from './cursors.typeorm';
import type { DueReads } from './due-reads';
import { MemoryDueReads } from './due-reads.memory';
import { TypeOrmDueReads } from './due-reads.typeorm';
import type { ParkedSightings } from './parked';
import { MemoryParkedSightings } from './parked.memory';
import { TypeOrmParkedSightings } from './parked.typeorm';
import type { TillPosts } from './posts';
import { MemoryTillPosts } from './posts.memory';
import { TypeOrmTillPosts } from './posts.typeorm';
import type { TillSightings } from './sightings';
import { MemoryTillSightings } from './sightings.memory';
import { TypeOrmTillSightings } from './sightings.typeorm';

/** Everything a till's reader and its post worker remember. */
export interface TillStores {
  accounts: TillAccounts;
  cursors: TillCursors;
  sightings: TillSightings;
  posts: TillPosts;
  dueReads: DueReads;
  parked: ParkedSightings;
  halts: ChannelHalts;
}

export const typeOrmTillStores = (): TillStores => ({
  accounts: new TypeOrmTillAccounts(),
  cursors: new TypeOrmTillCursors(),
  sightings: new TypeOrmTillSightings(),
  posts: new TypeOrmTillPosts(),
  dueReads: new TypeOrmDueReads(),
  parked: new TypeOrmParkedSightings(),
  halts: new TypeOrmChannelHalts(),
});

export const memoryTillStores = (): TillStores => ({
  accounts: new MemoryTillAccounts(),
  cursors: new MemoryTillCursors(),
  sightings: new MemoryTillSightings(),
  posts: new MemoryTillPosts(),
  dueReads: new MemoryDueReads(),
  parked: new MemoryParkedSightings(),
  halts: new MemoryChannelHalts(),
});
