import type { Random } from '../world/random';
import { isShopify, type Forger } from './forger';
import type { Letter } from './letter';

const copiesMax = 50;
const loseRate = 0.1;
/** Hostile letters for each genuine one that comes. One of many hundred is huge: each costs as much as thousands. */
const perLetter = { forged: 3, garbage: 1 };
const hugeRate = 0.01;

/** What has been decided about the letters so far. */
export interface MailCounts {
  deliveries: number;
  genuine: number;
  copies: number;
  /** Genuine ones that are never given out, with those that come once enough are under way. */
  dropped: number;
  forged: number;
  garbage: number;
  huge: number;
}

/**
 * Takes in each genuine letter once, and gives out what a hostile network makes of all of them: some never, the others up to
 * fifty times, in any order, among forged and unreadable ones. Gives out `deliveriesMax` in all.
 */
export class Mailbag {
  readonly counts: MailCounts = { deliveries: 0, genuine: 0, copies: 0, dropped: 0, forged: 0, garbage: 0, huge: 0 };
  /** By kind, the ids of everything that was put in. */
  readonly ids = {
    genuine: new Set<string>(),
    forged: new Set<string>(),
    garbage: new Set<string>(),
    huge: new Set<string>(),
  };
  private readonly waiting: Letter[] = [];

  constructor(
    private readonly random: Random,
    private readonly forger: Forger,
    private readonly deliveriesMax: number,
  ) {}

  /** Letters that are still to be given out. */
  get size(): number {
    return this.waiting.length;
  }

  /** As many as are wanted have been decided about: whatever comes now is lost. */
  get isFull(): boolean {
    return this.counts.deliveries >= this.deliveriesMax;
  }

  put(letter: Letter): void {
    this.counts.genuine += 1;
    const copies = this.random.next() < loseRate ? 0 : this.random.int(1, copiesMax);
    const added = this.add(letter, copies);
    if (added === 0) this.counts.dropped += 1;
    this.counts.copies += added;
    for (let n = 0; n < perLetter.forged; n++) this.counts.forged += this.add(this.forger.forge(letter), 1);
    if (!isShopify(letter)) return;
    for (let n = 0; n < perLetter.garbage; n++)
      this.counts.garbage += this.add(this.forger.garble(letter), this.random.int(1, 2));
    if (this.random.next() < hugeRate) this.counts.huge += this.add(this.forger.inflate(letter), 1);
  }

  /** Any of them; undefined when there is none now. */
  take(): Letter | undefined {
    if (this.waiting.length === 0) return undefined;
    const index = this.random.int(0, this.waiting.length - 1);
    const letter = this.waiting[index];
    this.waiting[index] = this.waiting.at(-1)!;
    this.waiting.pop();
    return letter;
  }

  /** Nobody was there to take it: it is tried again, at some time, as its vendor would. */
  putBack(letter: Letter): void {
    this.waiting.push(letter);
  }

  private add(letter: Letter, copies: number): number {
    const added = Math.min(copies, this.deliveriesMax - this.counts.deliveries);
    for (let n = 0; n < added; n++) this.waiting.push(letter);
    this.counts.deliveries += added;
    if (added > 0 && letter.id) this.ids[letter.kind].add(letter.id);
    return added;
  }
}
