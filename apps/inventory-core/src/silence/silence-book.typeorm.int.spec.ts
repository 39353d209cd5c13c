import { managerOf, type Tx } from '@tillbridge/persistence';
import { SilentStoreRow } from '../ledger/entities';
import { emptiedLedgerWorlds } from '../ledger/spec-typeorm-world';
import type { Silence } from './silence-book';
import { TypeOrmSilenceBook } from './silence-book.typeorm';
import { alertsOfManyLooks, silenceContract } from './silence.contract';

/** The guard taken out: what somebody else found meanwhile is written over. */
class WritesOver extends TypeOrmSilenceBook {
  override async replace(tx: Tx, _last: readonly Silence[], now: readonly Silence[]): Promise<void> {
    await managerOf(tx)
      .getRepository(SilentStoreRow)
      .upsert([...now], ['channel']);
  }
}

describe('watching stores on PostgreSQL', () => {
  const open = emptiedLedgerWorlds();
  silenceContract(open);

  it('would tell more than once if one look wrote over what another has found', async () => {
    expect(await alertsOfManyLooks({ ...(await open()), silences: new WritesOver() })).toBeGreaterThan(2);
  });
});
