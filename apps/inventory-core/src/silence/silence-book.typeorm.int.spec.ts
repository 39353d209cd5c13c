import { managerOf, type Tx } from '@tillbridge/persistence';
import { emptiedLedgerWorlds } from '../ledger/spec-typeorm-world';
import { SilentStoreRow } from './entities';
import { keptUnitsContract } from './kept-units.contract';
import type { Silence } from './silence-book';
import { TypeOrmSilenceBook } from './silence-book.typeorm';
import { alertsOfManyLooks, silenceContract } from './silence.contract';

/** The guard taken out: what somebody else found meanwhile is written over. */
class WritesOver extends TypeOrmSilenceBook {
  override async replace(tx: Tx, _last: readonly Silence[], found: readonly Silence[]): Promise<void> {
    await managerOf(tx)
      .getRepository(SilentStoreRow)
      .upsert([...found], ['channel']);
  }
}

describe('watching stores on PostgreSQL', () => {
  const open = emptiedLedgerWorlds();
  silenceContract(open);
  keptUnitsContract(open);

  it('would tell more than once if one look wrote over what another has found', async () => {
    expect(await alertsOfManyLooks({ ...(await open()), silences: new WritesOver() })).toBeGreaterThan(2);
  });
});
