import {
  mayStillRaise,
  missingAtStore,
  openPush,
  planPush,
  readToken,
  seeStoreFacts,
  settlePush,
  shownAtStore,
  takeStoreRead,
  unreadStoreMirror,
  type Desired,
  type StoreMirror,
} from '@tillbridge/level-mirror';
import type { Acknowledgement } from './cap';
import type { StoreReport } from './decide-store';
import type { Standing } from './escrow-mode';
import type { PublishedAvailability } from './item-state';
import type { StorePlace } from './policy';
import { countsAt, SpecOrders, toldOf, type ToldOrder } from './spec-order';

export type Heard =
  | { kind: 'order'; order: ToldOrder }
  | { kind: 'claim'; report: StoreReport }
  | { kind: 'settled'; told: Acknowledgement }
  | { kind: 'standing'; standing: Standing; edition: number };

type Told = Omit<Acknowledgement, 'version' | 'seq'>;

/** One store level with the people who buy from it, and its gateway, for specs. Every step may come at any time. */
export class SpecStore {
  /** What the store really shows. */
  shows = 0;
  /** Nobody can buy what is withdrawn; its level shows what it showed. */
  standing: Standing = 'sells';
  readonly orders: SpecOrders;
  /** What its gateway has told and the core has not heard. */
  outbox: Heard[] = [];
  private mirror: StoreMirror = unreadStoreMirror;
  private desired: Desired | null = null;
  private read: { token: number; level: number } | null = null;
  private result: 'applied' | 'refused' | null = null;
  private readonly seen = new Map<string, ToldOrder>();
  private told: Told | null = null;
  private toldVersion = 0;
  private toldSeq = 0;
  private standings = 0;
  private reported = { claim: 0, edits: 0 };

  constructor(readonly place: StorePlace) {
    this.orders = new SpecOrders(place.storeLocation);
  }

  /** Somebody buys this many units on one line, or as many as it shows. */
  buy(wanted = 1): void {
    const units = Math.min(wanted, this.shows);
    if (units <= 0 || this.standing === 'withdrawn') return;
    this.shows -= units;
    this.orders.add(units);
  }

  /** Somebody in the store takes it off sale, or puts it back on; its gateway hears of that at once, the core later. */
  put(standing: Standing): void {
    this.standing = standing;
    this.standings += 1;
    this.outbox.push({ kind: 'standing', standing, edition: this.standings });
  }

  /** Takes an order back; its units are put back on sale at once, or not at all. */
  cancel(pick: number, restocks: boolean): void {
    this.shows += this.orders.cancel(pick, restocks);
  }

  /** Moves an order to where nothing is ours, or back. */
  move(pick: number): void {
    this.shows += this.orders.move(pick, this.shows);
  }

  /** The gateway hears of an order, as it stands by now. */
  see(pick: number): void {
    const unseen = this.orders.all().filter(({ id, edition }) => this.seen.get(id)?.edition !== edition);
    const found = unseen[pick % unseen.length];
    if (found === undefined) return;
    const known = this.seen.get(found.id);
    const told = toldOf(known, found);
    this.seen.set(found.id, told);
    const { storeLocation } = this.place;
    const [before, now] = [countsAt(known, storeLocation), countsAt(told, storeLocation)];
    const more = { ordered: now.ordered - before.ordered, restocked: now.restocked - before.restocked };
    this.change(seeStoreFacts(this.mirror, more));
    this.outbox.push({ kind: 'order', order: told });
  }

  startRead(): void {
    this.read = { token: readToken(this.mirror), level: this.shows };
  }

  endRead(): void {
    if (this.read === null) return;
    const { read } = this;
    this.read = null;
    this.change(takeStoreRead(this.mirror, read));
  }

  look(): void {
    this.startRead();
    this.endRead();
  }

  /** Sends what is to be sent, and hears what came of it. */
  deliver(): void {
    this.push();
    this.carryOut();
    this.answer();
  }

  want({ lowerTo, raiseTo, version, dealt, counted }: PublishedAvailability): void {
    if (this.desired !== null && this.desired.version >= version) return;
    this.desired = { lowerTo, raiseTo, version, dealt, counted };
    this.change(this.mirror);
  }

  push(): void {
    const plan = this.plan();
    if (!plan.push) return;
    const { from, to } = plan;
    this.mirror = openPush(this.mirror, { key: 'key', from, to, version: this.desired?.version ?? 0 });
  }

  /** The store carries out what it was sent; nobody knows yet. */
  carryOut(): void {
    const { open } = this.mirror;
    if (open === null || this.result !== null) return;
    const takes = open.to < open.from || this.shows === open.from;
    if (takes) this.shows += open.to - open.from;
    this.result = takes ? 'applied' : 'refused';
  }

  answer(): void {
    if (this.result === null) return;
    const { result } = this;
    this.result = null;
    this.change(settlePush(this.mirror, result));
  }

  /** What it can sell now, or once a raise that is on its way takes effect. */
  get canSell(): number {
    const { open } = this.mirror;
    return open !== null && this.result === null && this.shows === open.from
      ? Math.max(this.shows, open.to)
      : this.shows;
  }

  get owes(): number {
    return this.orders.here().reduce((total, { current }) => total + current, 0);
  }

  get putBack(): number {
    return this.orders.putBack;
  }

  private plan() {
    return this.desired === null ? ({ push: false } as const) : planPush(this.mirror, this.desired);
  }

  private change(mirror: StoreMirror): void {
    this.mirror = mirror;
    this.acknowledge();
    const { claim, edits, ordered, seq } = mirror;
    if (claim === this.reported.claim && edits === this.reported.edits) return;
    this.reported = { claim, edits };
    const { channel, storeLocation } = this.place;
    this.outbox.push({ kind: 'claim', report: { channel, storeLocation, claim, edits, ordersSeen: ordered, seq } });
  }

  private acknowledge(): void {
    const { mirror, desired, told } = this;
    if (desired === null || mirror.dirty || mirror.open !== null) return;
    if (this.plan().push || mayStillRaise(mirror, desired) || (desired.dealt && mirror.lowered)) return;
    const shown = shownAtStore(mirror) ?? 0;
    const next: Told = {
      shown,
      ordersSeen: mirror.ordered,
      restocksSeen: mirror.restocked,
      missing: missingAtStore(mirror),
    };
    if (desired.version === this.toldVersion && told !== null && !isNews(next, told)) return;
    this.told = next;
    this.toldVersion = desired.version;
    this.toldSeq += 1;
    this.outbox.push({ kind: 'settled', told: { ...next, version: desired.version, seq: this.toldSeq } });
  }
}

function isNews(now: Told, told: Told): boolean {
  const unsold = ({ shown, ordersSeen, restocksSeen }: Told) => shown + ordersSeen - restocksSeen;
  if (unsold(now) !== unsold(told) || now.missing !== told.missing) return true;
  return now.missing > 0 && now.ordersSeen !== told.ordersSeen;
}
