import type { TillReading } from '@tillbridge/level-mirror';
import { decideTillFinding } from './decide-till';
import { assertItem } from './invariants';
import { claim, grant, order, paperLayout, stocked } from './paper-item';
import { answerPost, foldFinished, postAgain } from './posts';
import { settleClaims } from './settle-claims';
import type { Loss } from './shortage';
import type { ItemState, PlacedPost } from './item-state';
import type { Policy, ShopLayout } from './policy';

// One shelf, one till and one store around one item, for specs that let what they tell arrive in any order.

export type Told =
  | { kind: 'finding'; records: ReadonlyMap<string, number>; reading: TillReading; complete: boolean }
  | { kind: 'answer'; postId: string; outcome: 'closed' | 'refused'; answeredAt: number };

export interface WebOrder {
  readonly id: string;
  readonly placedAt: number;
  readonly paid: boolean;
  readonly ordered: number;
  readonly current: number;
  readonly fulfilled: number;
  readonly restocked: number;
}

const settleMs = paperLayout.policy.tillSettleMs;

export class TillWorld {
  now = 10_000;
  /** Units that really lie there. */
  shelf: number;
  item: ItemState;
  readonly losses: Loss[] = [];
  protected level: number;
  protected version = 100n;
  private readonly records = new Map<string, number>();
  private readonly receipts: { readonly version: bigint; readonly units: number }[] = [];
  private readonly knownRecords = new Map<string, number>();
  protected readonly orders = new Map<string, WebOrder>();
  private readonly sent = new Set<string>();
  protected told: Told[] = [];
  protected readonly layout: ShopLayout;

  /** @param clockBehindMs how far the clock that dates readings lies behind the one that dates posts. */
  constructor(
    units: number,
    private readonly clockBehindMs = 0,
    arbitrationWindowMs = 0,
    stocktakes: Policy['stocktakes'] = {},
  ) {
    this.layout = { ...paperLayout, policy: { ...paperLayout.policy, arbitrationWindowMs, stocktakes } };
    this.shelf = units;
    this.level = units;
    this.item = stocked(units);
  }

  sellAtTill(): void {
    if (this.shelf === 0) return;
    this.shelf -= 1;
    this.records.set(`s${this.records.size}`, -1);
    this.moveLevel(-1);
  }

  receive(units: number): void {
    this.shelf += units;
    this.moveLevel(units);
    this.receipts.push({ version: this.version, units });
  }

  /** Units that lie there and that no row taken in can have told of. */
  unreadReceipts(): number {
    const read = this.item.levels[0].mirror.row?.version ?? 0n;
    return this.receipts.reduce((total, { version, units }) => (version > read ? total + units : total), 0);
  }

  /** The till's row moves for a reason that is none of ours. */
  touchRow(): void {
    this.moveLevel(0);
  }

  place(units: number, paid = true): void {
    this.observe(this.newOrder(units, paid));
  }

  protected newOrder(units: number, paid: boolean): WebOrder {
    const id = String(this.orders.size + 1);
    return { id, placedAt: this.now, paid, ordered: units, current: units, fulfilled: 0, restocked: 0 };
  }

  pay(pick: number): void {
    const open = this.open();
    const found = open[pick % open.length];
    if (found !== undefined) this.observe({ ...found, paid: true });
  }

  /** An edit that adds a unit to an order. */
  addUnit(pick: number): void {
    const open = this.open();
    const found = open[pick % open.length];
    if (found !== undefined) this.observe({ ...found, ordered: found.ordered + 1, current: found.current + 1 });
  }

  /** Units that were shipped come back, and the store puts them on sale again. */
  takeBack(pick: number): void {
    const shipped = this.heard().filter(({ current, fulfilled }) => current > 0 && fulfilled > 0);
    const found = shipped[pick % shipped.length];
    if (found === undefined) return;
    this.shelf += found.fulfilled;
    this.observe({ ...found, current: 0, restocked: found.restocked + found.fulfilled });
  }

  cancel(pick: number): void {
    const open = this.open();
    const found = open[pick % open.length];
    if (found !== undefined) this.observe({ ...found, current: 0, restocked: found.ordered });
  }

  /** Takes one unit of an order off its wish, as a refund of an unshipped unit does. */
  refundOne(pick: number): void {
    const open = this.open();
    const found = open[pick % open.length];
    if (found !== undefined) this.observe({ ...found, current: found.current - 1, restocked: found.restocked + 1 });
  }

  ship(pick: number): void {
    const open = this.open();
    const found = open[pick % open.length];
    if (found === undefined || found.current > this.shelf || this.promiseOf(found.id).short > 0) return;
    this.shelf -= found.current;
    this.observe({ ...found, fulfilled: found.current });
  }

  /** The gateway sends what was granted; the till records it, or refuses. */
  sendPosts(refuses: boolean): void {
    for (const post of this.posts().filter(
      ({ state, postId }) => state === 'posting' && !this.sent.has(postId ?? ''),
    )) {
      const postId = post.postId as string;
      this.sent.add(postId);
      if (!refuses) this.moveLevel(post.kind === 'sale' ? -post.units : post.units);
      this.told.push({ kind: 'answer', postId, outcome: refuses ? 'refused' : 'closed', answeredAt: this.now });
    }
  }

  poll(complete: boolean): void {
    const requestedAt = this.now - this.clockBehindMs;
    const reading = { level: this.level, version: this.version, requestedAt, answeredAt: requestedAt + 1 };
    // A poll of sales that failed tells of none.
    this.told.push({ kind: 'finding', records: new Map(complete ? this.records : []), reading, complete });
  }

  deliver(pick: number): void {
    const told = this.told[pick % this.told.length];
    if (told === undefined) return;
    // Copies come, too: most are removed, some stay and come again.
    if (pick % 7 !== 0) this.told = this.told.filter((other) => other !== told);
    this.takeIn(told);
  }

  /** Position of what was told last. */
  newest(): number {
    return this.told.length - 1;
  }

  /** Everything arrives, everything is sent, and the till is read until nothing is under way any more. */
  quieten(): void {
    for (let round = 0; round < 12; round += 1) {
      this.now += settleMs + 1_000;
      for (const { id } of this.orders.values()) this.item = postAgain(this.item, { channel: 'store-a', order: id });
      this.decide();
      this.sendPosts(false);
      this.told.splice(0).forEach((told) => this.takeIn(told));
      this.now += settleMs + 1_000;
      this.poll(true);
      this.told.splice(0).forEach((told) => this.takeIn(told));
    }
  }

  /** Orders that the core knows of, as they really stand. */
  protected heard(): WebOrder[] {
    return [...this.orders.values()].filter(({ id }) => this.item.promises.some((promise) => promise.order === id));
  }

  /** Units of promises that the shelf owes. */
  promised(): number {
    return this.heard().reduce((total, { id, current, fulfilled }) => {
      return total + Math.max(0, current - fulfilled - this.promiseOf(id).short);
    }, 0);
  }

  protected open(): WebOrder[] {
    return this.heard().filter(({ current, fulfilled }) => current > 0 && fulfilled === 0);
  }

  protected observe(next: WebOrder, asOf = this.now): void {
    this.orders.set(next.id, next);
    const { id, ...more } = next;
    this.item = order(this.item, claim(id, { ...more, asOf }));
    this.decide();
  }

  protected takeIn(told: Told): void {
    if (told.kind === 'answer') {
      this.item = answerPost(this.item, told, settleMs);
    } else {
      const changes = [...told.records].map(([id, effect]) => {
        const change = effect - (this.knownRecords.get(id) ?? 0);
        this.knownRecords.set(id, effect);
        return change;
      });
      this.item = decideTillFinding(
        this.item,
        'main',
        {
          recordChanges: changes.filter((change) => change !== 0),
          reading: told.reading,
          recordsComplete: told.complete,
          seenAt: told.reading.answeredAt,
        },
        paperLayout.policy,
      );
    }
    this.decide();
  }

  protected decide(): void {
    const { items, losses } = settleClaims([foldFinished(this.item)], this.layout, this.now);
    this.losses.push(...losses);
    this.item = this.grantFresh(items[0]);
    assertItem(this.item, this.now);
  }

  /** As `grant` of the paper item, under ids that are never used twice. */
  private grantFresh(item: ItemState): ItemState {
    const granted = grant(item, this.now);
    const promises = granted.promises.map((promise) => ({
      ...promise,
      posts: promise.posts.map((post, index) =>
        post.state === 'posting' && post.firstSentAt === this.now && !post.postId?.includes('#')
          ? { ...post, postId: `${post.postId}#${this.now}-${index}` }
          : post,
      ),
    }));
    return { ...granted, promises };
  }

  private posts(): PlacedPost[] {
    return this.item.promises.flatMap((promise) => promise.posts);
  }

  protected promiseOf(id: string) {
    const found = this.item.promises.find((promise) => promise.order === id);
    if (found === undefined) throw new Error(`order ${id} has no promise`);
    return found;
  }

  protected moveLevel(units: number): void {
    this.level += units;
    this.version += 1n;
  }
}
