import type { VirtualTime } from './virtual-time';

export interface MailboxOptions<Letter> {
  readonly time: VirtualTime;
  /** A letter that could not be handled is handed over again after this, milliseconds. */
  readonly againAfterMs: number;
  onError(error: unknown, letter: Letter): void;
  /** Keeps nothing that it has handed over. */
  readonly forgetsAtOnce?: boolean;
}

type Handle<Letter> = (letters: readonly Letter[]) => Promise<void>;

/**
 * What waits for one service: each letter stays until it was handled by a process that was still alive then. Whoever takes the
 * place of a dead process is handed everything again that the dead one had not acknowledged.
 */
export class Mailbox<Letter> {
  private readonly open = new Set<{ letter: Letter }>();
  private waiting: { letter: Letter }[] = [];
  private handle: Handle<Letter> | null = null;
  private readonly onTheWay = new Set<{ readonly atMs: number }>();

  constructor(private readonly options: MailboxOptions<Letter>) {}

  send(letter: Letter, afterMs: number): void {
    const { time } = this.options;
    const way = { atMs: time.elapsedMs + afterMs };
    this.onTheWay.add(way);
    time.after(afterMs, () => {
      this.onTheWay.delete(way);
      this.arrived({ letter });
    });
  }

  /** A process begins to take letters. */
  attach(handle: Handle<Letter>): void {
    this.handle = handle;
    this.waiting = [...this.open, ...this.waiting];
    this.open.clear();
    const all = this.waiting;
    this.waiting = [];
    if (all.length > 0) this.handOver(all);
  }

  detach(): void {
    this.handle = null;
  }

  /** Letters that nobody has handled yet. */
  get pending(): number {
    return this.onTheWay.size + this.open.size + this.waiting.length;
  }

  /** When those that are on their way arrive. */
  get arrivals(): readonly number[] {
    return [...this.onTheWay].map(({ atMs }) => atMs);
  }

  private arrived(entry: { letter: Letter }): void {
    if (this.handle === null) this.waiting.push(entry);
    else this.handOver([entry]);
  }

  private handOver(entries: readonly { letter: Letter }[]): void {
    const { handle } = this;
    if (handle === null) return;
    const { time, againAfterMs, onError, forgetsAtOnce } = this.options;
    for (const entry of forgetsAtOnce === true ? [] : entries) this.open.add(entry);
    handle(entries.map(({ letter }) => letter)).then(
      () => entries.forEach((entry) => this.open.delete(entry)),
      (error: unknown) => {
        onError(error, entries[0]!.letter);
        time.after(againAfterMs, () => {
          // A process that was started meanwhile has been handed it already.
          const left = entries.filter((entry) => this.open.delete(entry));
          for (const entry of left) this.arrived(entry);
        });
      },
    );
  }
}
