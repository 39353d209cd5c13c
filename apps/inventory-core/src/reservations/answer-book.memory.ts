import { MemoryTable, type Tx } from '@tillbridge/persistence';
import type { AnswerBook, StoredAnswer } from './answer-book';

/** For specs. Same contract as TypeOrmAnswerBook. */
export class MemoryAnswerBook implements AnswerBook {
  private readonly answers = new MemoryTable<StoredAnswer>(({ key }) => key);

  async find(tx: Tx, keys: readonly string[]): Promise<ReadonlyMap<string, StoredAnswer>> {
    const found = keys.map((key) => this.answers.get(tx, key)).filter((answer) => answer !== undefined);
    return new Map(found.map((answer) => [answer.key, answer]));
  }

  async insert(tx: Tx, answers: readonly StoredAnswer[]): Promise<void> {
    for (const answer of answers) this.answers.insert(tx, answer);
  }

  async prune(tx: Tx, before: Date, limit: number): Promise<number> {
    const old = this.answers.all(tx).filter(({ answeredAt }) => answeredAt < before);
    const pruned = old.sort((a, b) => a.answeredAt.getTime() - b.answeredAt.getTime()).slice(0, limit);
    for (const { key } of pruned) this.answers.delete(tx, key);
    return pruned.length;
  }
}
