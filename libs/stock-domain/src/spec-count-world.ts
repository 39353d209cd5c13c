import { decideCount, answerCount, type CountNews } from './decide-count';
import { levelAt } from './level';
import { paperLayout } from './paper-item';
import { countsToSettle, settleCount } from './settle-counts';
import { TillWorld, type WebOrder } from './spec-till-world';
import type { CountMark, SetAside } from './item-state';

/** The till world with people who count the shelf now and then, and always alike. */
export class CountWorld extends TillWorld {
  /** Completed counts of which a person was asked. */
  readonly asked = new Set<string>();
  private openSince: number | null = null;
  /** What lay there for web orders as people began to count. */
  private begunWith: ReadonlyMap<string, number> = new Map();
  private counts = 0;
  private news: CountNews[] = [];
  private readonly late = new Map<string, { readonly order: WebOrder; readonly asOf: number }>();
  /** What lay on the table for web orders when a count was completed, by count and order. */
  private readonly tables = new Map<string, ReadonlyMap<string, number>>();

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
    if (this.begin()) this.hear(this.tell('open', null));
  }

  /** A count that is over before anybody has seen it open; a level that it has set is not read before that is known. */
  countUnseen(): void {
    if (!this.begin()) return;
    this.completeCount();
    this.hearAll();
  }

  private begin(): boolean {
    if (this.openSince !== null) return false;
    this.openSince = this.now;
    this.begunWith = this.aside();
    this.counts += 1;
    return true;
  }

  completeCount(): void {
    if (this.openSince === null) return;
    const table = this.table();
    const aside = [...table.values()].reduce((total, units) => total + units, 0);
    this.tables.set(`c${this.counts}`, table);
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

  /** A web order that the core hears of later. */
  placeUnheard(units: number): void {
    this.tellLate(this.newOrder(units, true));
  }

  /** Leaves, or is cancelled before it does; the core hears of it later. While people count nobody knows whether they saw it. */
  endUnheard(pick: number, isShipped: boolean): void {
    const open = [...this.orders.values()].filter(({ current, fulfilled }) => current > 0 && fulfilled === 0);
    const found = open[pick % open.length];
    if (found === undefined || this.openSince !== null || this.isShort(found.id)) return;
    if (!isShipped) return this.tellLate({ ...found, current: 0, restocked: found.ordered });
    if (found.current > this.shelf) return;
    this.shelf -= found.current;
    this.tellLate({ ...found, fulfilled: found.current });
  }

  private isShort(id: string): boolean {
    return this.item.promises.some((promise) => promise.order === id && promise.short > 0);
  }

  private tellLate(order: WebOrder): void {
    this.orders.set(order.id, order);
    this.late.set(order.id, { order, asOf: this.now });
  }

  protected override observe(next: WebOrder, asOf = this.now): void {
    this.late.delete(next.id);
    super.observe(next, asOf);
  }

  hearOfOrders(): void {
    for (const { order, asOf } of [...this.late.values()]) this.observe(order, asOf);
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
    this.hearOfOrders();
    this.answer();
    super.quieten();
  }

  /** What was shipped does not come back before the core has heard of that, and of counts meanwhile. */
  override takeBack(pick: number): void {
    if (this.news.length === 0 && this.late.size === 0) super.takeBack(pick);
  }

  /** Units that have left for orders of which nobody has told the core. */
  leftUnheard(): number {
    const unheard = [...this.orders.values()].filter((each) => !this.heard().includes(each));
    return unheard.reduce((total, { fulfilled }) => total + fulfilled, 0);
  }

  /** What lies there for each web order. */
  private aside(): Map<string, number> {
    return new Map(this.open().map(({ id, current }) => [id, current - this.promiseOf(id).short]));
  }

  /** What staff have put on the table as they began, less what nobody wants any more. */
  private table(): Map<string, number> {
    const begun = [...this.aside()].map(([id, units]): [string, number] => [
      id,
      Math.min(units, this.begunWith.get(id) ?? 0),
    ]);
    return new Map(this.practice === 'counted' ? [] : begun);
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

  /** A person looks at the table, and says so at any moment after they are asked. */
  answer(): void {
    for (const mark of levelAt(this.item, 'main').counts)
      if (mark.question !== null) this.item = answerCount(this.item, 'main', mark.countId, this.truthOf(mark));
    this.decide();
  }

  /** Where some lines were on the table and some were not, `counted` costs a unit too few at worst. */
  private truthOf({ countId, lines }: CountMark): SetAside {
    const table = this.tables.get(countId);
    const wasOnTable = lines.every(({ order, units }) => units <= 0 || table?.get(order) === units);
    return this.practice === 'notCounted' && wasOnTable ? 'notCounted' : 'counted';
  }

  protected override decide(): void {
    for (const { location, countId } of countsToSettle(this.item))
      this.item = settleCount(this.item, location, countId, paperLayout.policy.tillSettleMs);
    super.decide();
  }
}
