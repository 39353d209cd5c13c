import { Inject, Injectable } from '@nestjs/common';
import { managerOf, type UnitOfWork } from '@tillbridge/persistence';
import { UNIT_OF_WORK } from '../tokens';

const commitTimeoutMs = 2_000;
/** However often /health/ready is asked, the database is asked this often at most. */
const answerKeptMs = 500;

/**
 * Whether this process can commit: what intake needs. The transaction takes a real transaction id, so a database that
 * answers questions but takes no commit (a standby, a broken log) does not pass. It writes no row, so it cannot tell
 * whether there is still room for one: that shows in the answer to a delivery.
 */
@Injectable()
export class CommitProbe {
  private last: { at: number; answer: Promise<string | null> } | null = null;

  constructor(@Inject(UNIT_OF_WORK) private readonly unitOfWork: UnitOfWork) {}

  /** null when it can; else the reason, fit for a probe's answer. */
  check(): Promise<string | null> {
    const now = Date.now();
    if (!this.last || now - this.last.at > answerKeptMs) this.last = { at: now, answer: this.ask() };
    return this.last.answer;
  }

  private async ask(): Promise<string | null> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<string>((resolve) => {
      timer = setTimeout(() => resolve(`the database did not commit within ${commitTimeoutMs} ms`), commitTimeoutMs);
    });
    try {
      return await Promise.race([this.commit(), late]);
    } finally {
      clearTimeout(timer);
    }
  }

  private async commit(): Promise<null | string> {
    try {
      await this.unitOfWork.run((tx) => managerOf(tx).query('SELECT pg_current_xact_id()'));
      return null;
    } catch {
      return 'the database cannot commit';
    }
  }
}
