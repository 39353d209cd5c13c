import { expectRows, managerOf, type Tx } from '@tillbridge/persistence';
import type { ChannelHalts } from './channel-halts';
import type { Halt, Halted } from './halts';

interface Row {
  halts: (Omit<Halt, 'since'> & { since: string })[];
  seq: number;
}

export class TypeOrmChannelHalts implements ChannelHalts {
  get(tx: Tx, channel: string): Promise<Halted> {
    return this.read(tx, channel, '');
  }

  take(tx: Tx, channel: string): Promise<Halted> {
    return this.read(tx, channel, 'FOR UPDATE');
  }

  async save(tx: Tx, { channel, halts, seq }: Halted): Promise<void> {
    const rows: unknown[] = await managerOf(tx).query(
      `INSERT INTO channel_halt AS known (channel, halts, seq) VALUES ($1, $2, $3)
       ON CONFLICT (channel) DO UPDATE SET halts = excluded.halts, seq = excluded.seq
         WHERE known.seq = excluded.seq - 1
       RETURNING 1`,
      [channel, JSON.stringify(halts), seq],
    );
    expectRows(rows, 1);
  }

  private async read(tx: Tx, channel: string, lock: string): Promise<Halted> {
    const [row]: Row[] = await managerOf(tx).query(`SELECT halts, seq FROM channel_halt WHERE channel = $1 ${lock}`, [
      channel,
    ]);
    if (!row) return { channel, halts: [], seq: 0 };
    return { channel, halts: row.halts.map((halt) => ({ ...halt, since: new Date(halt.since) })), seq: row.seq };
  }
}
