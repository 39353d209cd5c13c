import { expectRows, managerOf, type Tx } from '@tillbridge/persistence';
import type { HaltedChannel, HaltedChannels } from './halted-channels';

const select = 'SELECT channel, halts, seq, resumed_at AS "resumedAt" FROM halted_channel';

export class TypeOrmHaltedChannels implements HaltedChannels {
  async all(tx: Tx): Promise<HaltedChannel[]> {
    return managerOf(tx).query(`${select} ORDER BY channel`);
  }

  async get(tx: Tx, channel: string): Promise<HaltedChannel | null> {
    const [row]: HaltedChannel[] = await managerOf(tx).query(`${select} WHERE channel = $1`, [channel]);
    return row ?? null;
  }

  async save(tx: Tx, { channel, halts, seq, resumedAt }: HaltedChannel): Promise<void> {
    const rows: unknown[] = await managerOf(tx).query(
      `INSERT INTO halted_channel AS known (channel, halts, seq, resumed_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (channel) DO UPDATE SET halts = excluded.halts, seq = excluded.seq, resumed_at = excluded.resumed_at
         WHERE known.seq < excluded.seq
       RETURNING 1`,
      [channel, JSON.stringify(halts), seq, resumedAt],
    );
    expectRows(rows, 1);
  }
}
