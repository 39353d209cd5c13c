const SHOWN_EVERY_MS = 3_000;

/** Keeps whoever waits company on stderr; stdout belongs to the result. */
export class Progress {
  private text = 'running';
  private ticker?: NodeJS.Timeout;

  constructor(
    private readonly write: (line: string) => void,
    private readonly now: () => number = () => performance.now(),
  ) {}

  say(text: string): void {
    this.text = text;
  }

  /** Shows what was said last every few seconds while `work` runs. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    const startedAt = this.now();
    const show = () => this.write(`  ${this.text}, ${((this.now() - startedAt) / 1_000).toFixed(0)} s\n`);
    this.ticker = setInterval(show, SHOWN_EVERY_MS);
    try {
      return await work();
    } finally {
      clearInterval(this.ticker);
    }
  }
}
