import { managerOf, StaleVersion, type Tx } from '@tillbridge/persistence';
import type { DataSource } from 'typeorm';
import { abandoned } from './abandoned';
import { FindingRow, RunRow } from './entities';
import type { Finding, Run, Runs } from './runs';

export class TypeOrmRuns implements Runs {
  constructor(private readonly dataSource: DataSource) {}

  async begin(tx: Tx, run: Run): Promise<void> {
    await managerOf(tx).insert(RunRow, run);
  }

  async end(tx: Tx, { id, ...run }: Run, findings: readonly Finding[]): Promise<void> {
    const { affected } = await managerOf(tx).update(RunRow, { id, state: 'running' }, run);
    if (affected !== 1) throw new StaleVersion(`run ${id} is not running`);
    if (findings.length > 0) {
      await managerOf(tx).insert(
        FindingRow,
        findings.map((finding) => ({ runId: id, ...finding })),
      );
    }
  }

  async abandon(tx: Tx, at: Date): Promise<number> {
    const { affected } = await managerOf(tx).update(RunRow, { state: 'running' }, abandoned(at));
    return affected ?? 0;
  }

  async find(id: string): Promise<{ run: Run; findings: Finding[] } | null> {
    const run = await this.dataSource.getRepository(RunRow).findOneBy({ id });
    if (run === null) return null;
    const rows = await this.dataSource
      .getRepository(FindingRow)
      .find({ where: { runId: id }, order: { channel: 'ASC', externalId: 'ASC', place: 'ASC' } });
    return { run: { ...run }, findings: rows.map(({ runId: _, ...finding }) => finding) };
  }

  async latest(limit: number): Promise<Run[]> {
    const rows = await this.dataSource.getRepository(RunRow).find({ order: { id: 'DESC' }, take: limit });
    return rows.map((row) => ({ ...row }));
  }
}
