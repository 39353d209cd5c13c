import { Client } from 'pg';
import { emptyLedger, problemsIn, readLedger, type LedgerTotals } from './ledger-check';

/** What the tables say after each run, against what the callers of that run were told. */
export class Books {
  readonly problems: string[] = [];
  private stocked = 0;
  private before: LedgerTotals = emptyLedger;

  private constructor(private readonly client: Client) {}

  static async open(databaseUrl: string): Promise<Books> {
    const client = new Client({ connectionString: databaseUrl });
    await client.connect();
    return new Books(client);
  }

  /** Says that units were brought in for the next run. */
  stock(units: number): void {
    this.stocked += units;
  }

  /** @param what names the run to people */
  async check(what: string, { granted }: { readonly granted: number }): Promise<void> {
    const after = await readLedger(this.client);
    const problems = problemsIn(this.before, after, { stocked: this.stocked, granted });
    this.problems.push(...problems.map((problem) => `${what}: ${problem}.`));
    this.before = after;
    this.stocked = 0;
  }

  async close(): Promise<void> {
    await this.client.end();
  }
}
