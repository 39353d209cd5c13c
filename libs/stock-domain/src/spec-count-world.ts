import { decideCount, answerCount, type CountNews } from './decide-count';
import { levelAt } from './level';
import { paperLayout } from './paper-item';
import { countsToSettle, settleCount } from './settle-counts';
import { TillWorld } from './spec-till-world';
import type { SetAside } from './item-state';

/** The till world with people who count the shelf now and then, and always alike. */
export class CountWorld extends TillWorld {
  /** Completed counts of which a person was asked. */
  readonly asked = new Set<string>();
  private openSince: number | null = null;
  private counts = 0;
  private news: CountNews[] = [];

  /** @param policy what the shop wrote down, if anything. @param deaf nobody tells the core of counts. */
  constructor(
    units: number,
    private readonly practice: SetAside,
    policy: SetAside | null,
    private readonly deaf = false,
  ) {
    super(units, 0, 0, policy === null ? {} : { main: policy });
  }

  openCount(): void {
    if (this.openSince !== null) return;
    this.openSince = this.now;
    this.counts += 1;
    this.hear(this.tell('open', null));
  }

  completeCount(): void {
    if (this.openSince === null) return;
    const aside = this.practice === 'counted' ? 0 : this.setAsideSince(this.openSince);
    // Nobody puts on the table what has left.
    if (aside > this.shelf) return this.giveUpCount();
    this.moveLevel(this.shelf - aside - this.level);
    this.news.push(this.tell('closed', this.now));
    this.openSince = null;
  }

  giveUpCount(): void {
    if (this.openSince === null) return;
    this.news.push(this.tell('cancelled', null));
    this.openSince = null;
  }

  /** News of counts arrives late, and again. */
  hearOfCounts(pick: number): void {
    const found = this.news[pick % this.news.length];
    if (found !== undefined) this.hear(found);
  }

  private hearAll(): void {
    for (const news of this.news.splice(0)) this.hear(news);
  }

  override quieten(): void {
    this.giveUpCount();
    this.hearAll();
    this.answer();
    super.quieten();
  }

  /** What staff have put on the table for web orders: those that were placed before they began. */
  private setAsideSince(openedAt: number): number {
    return this.open()
      .filter(({ placedAt }) => placedAt < openedAt)
      .reduce((total, { id, current }) => total + current - this.promiseOf(id).short, 0);
  }

  private tell(state: CountNews['state'], closedAt: number | null): CountNews {
    return { countId: `c${this.counts}`, state, openedAt: this.openSince ?? this.now, closedAt, seenAt: this.now };
  }

  private hear(news: CountNews): void {
    if (this.deaf) return;
    this.item = decideCount(this.item, 'main', news, this.layout.policy);
    for (const { countId, question } of levelAt(this.item, 'main').counts)
      if (question !== null) this.asked.add(countId);
    this.decide();
  }

  private answer(): void {
    for (const { countId, question } of levelAt(this.item, 'main').counts)
      if (question !== null) this.item = answerCount(this.item, 'main', countId, this.practice);
  }

  protected override decide(): void {
    for (const { location, countId } of countsToSettle(this.item))
      this.item = settleCount(this.item, location, countId, paperLayout.policy.tillSettleMs);
    super.decide();
  }
}
