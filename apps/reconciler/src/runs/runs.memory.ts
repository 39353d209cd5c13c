import { MemoryTable, StaleVersion, type Tx } from '@tillbridge/persistence';
import type { Finding, Run, Runs } from './runs';
import { abandoned } from './abandoned';

interface Kept {
  run: Run;
  findings: Finding[];
}

export class MemoryRuns implements Runs {
  private readonly table = new MemoryTable<Kept>(({ run }) => run.id);

  async begin(tx: Tx, run: Run): Promise<void> {
    this.table.insert(tx, { run, findings: [] });
  }

  async end(tx: Tx, run: Run, findings: readonly Finding[]): Promise<void> {
    const isRunning = (kept: Kept | undefined) => kept?.run.state === 'running';
    if (!isRunning(this.table.get(tx, run.id))) throw new StaleVersion(`run ${run.id} is not running`);
    this.table.putIf(tx, { run, findings: [...findings] }, isRunning);
  }

  async abandon(tx: Tx, at: Date): Promise<number> {
    const open = this.table.all(tx).filter(({ run }) => run.state === 'running');
    for (const { run, findings } of open) this.table.put(tx, { run: { ...run, ...abandoned(at) }, findings });
    return open.length;
  }

  async find(id: string): Promise<Kept | null> {
    const kept = this.table.get(null, id);
    if (!kept) return null;
    const sortKey = ({ channel, externalId, place }: Finding) => `${channel}\n${externalId}\n${place}`;
    return { ...kept, findings: [...kept.findings].sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1)) };
  }

  async latest(limit: number): Promise<Run[]> {
    return this.table
      .all(null)
      .map(({ run }) => run)
      .reverse()
      .slice(0, limit);
  }
}
