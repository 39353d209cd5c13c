import { createHash } from 'node:crypto';

/** Everything that happened, in order, and to whom: what a seed is compared and explained by. */
export class Chronicle {
  private readonly lines: { readonly sku: string | null; readonly text: string }[] = [];

  constructor(private readonly nowMs: () => number) {}

  /** @param sku null for what concerns no item alone */
  tell(sku: string | null, what: string): void {
    const at = (this.nowMs() / 1_000).toFixed(3).padStart(10);
    this.lines.push({ sku, text: `${at} s  ${sku ?? '-'}  ${what}` });
  }

  get length(): number {
    return this.lines.length;
  }

  trace(): string {
    return this.lines.map(({ text }) => text).join('\n');
  }

  /** What happened to one item, the last of it where that is much. */
  storyOf(sku: string | null, linesMax = 40): string {
    const own = this.lines.filter((line) => sku === null || line.sku === sku);
    const left = own.length - linesMax;
    const head = left > 0 ? [`            (${left} lines before)`] : [];
    return [...head, ...own.slice(-linesMax).map(({ text }) => text)].join('\n');
  }

  digest(): string {
    return createHash('sha256').update(this.trace()).digest('hex');
  }
}
