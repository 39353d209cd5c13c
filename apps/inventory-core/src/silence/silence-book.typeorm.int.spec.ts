import { managerOf, type Tx } from '@tillbridge/persistence';
import { emptiedLedgerWorlds } from '../ledger/spec-typeorm-world';
import { SilentStoreRow } from './entities';
import { keptUnitsContract } from './kept-units.contract';
import type { Silence } from './silence-book';
import { TypeOrmSilenceBook } from './silence-book.typeorm';
import { alertsOfManyLooks, silenceContract } from './silence.contract';

/** The guard taken out: what somebody else found meanwhile is written over. */
class WritesOver extends TypeOrmSilenceBook {
  private looking = 0;
  private bothLook = (): void => undefined;
  private readonly both = new Promise<void>((resolve) => (this.bothLook = resolve));

  /** Nobody has what the other has found: no look goes on before a second one has begun. */
  override async found(tx: Tx): Promise<readonly Silence[]> {
    const found = await super.found(tx);
    this.looking += 1;
    if (this.looking === 2) this.bothLook();
    await this.both;
    return found;
  }

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
