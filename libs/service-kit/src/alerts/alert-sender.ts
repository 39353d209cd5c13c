import type { UnitOfWork } from '@tillbridge/persistence';
import { backoffMs } from '../pace/backoff';
import { KickedLoop } from '../pace/kicked-loop';
import { messageOf, SinkBusy, type Alert, type AlertMessage, type AlertSink } from './alert';
import type { AlertBook, Settlement } from './alert-book';

export interface AlertSenderOptions {
  uow: UnitOfWork;
  book: AlertBook;
  sinks: readonly AlertSink[];
  /** Named in each message. */
  source: string;
  now(): Date;
  /** Not delivered to every sink, told at the first failure of an alert and when that ended; in between the alert says why. */
  onTrouble(alert: Alert, settlement: Settlement): void;
  /** The database is away, most likely; what is not settled comes again after its lease. */
  onError(error: unknown): void;
  bounds?: Partial<typeof defaults>;
}

const hourMs = 3_600_000;
const defaults = {
  atOnceMax: 20,
  /** Several times what a sink may take. */
  leaseMs: 120_000,
  patienceMs: 24 * hourMs,
  pollMs: 1_000,
  keptMs: 180 * 24 * hourMs,
};
const backoff = { firstMs: 1_000, capMs: 300_000 };
/** A sink that asks for more is asked sooner: alerts are given up after a day. */
const leftAloneMsMax = hourMs;
const reasonCharactersMax = 500;

/**
 * Delivers what is due to every sink, at least once. Several senders share one book: what one has claimed, the others
 * leave alone until its lease is over, which only a crash makes it outlive.
 */
export class AlertSender {
  private readonly loop: KickedLoop;
  private readonly bounds: typeof defaults;
  /** By sink, as it asked; in ms since 1970. */
  private readonly leftAloneUntil = new Map<string, number>();
  private prunedAt = 0;

  constructor(private readonly options: AlertSenderOptions) {
    this.bounds = { ...defaults, ...options.bounds };
    this.loop = new KickedLoop({
      run: () => this.round(),
      pollMs: this.bounds.pollMs,
      onError: (error) => options.onError(error),
    });
  }

  start(): void {
    this.loop.start();
  }

  async stop(): Promise<void> {
    await this.loop.stop();
  }

  private async round(): Promise<number | null> {
    const { uow, book, now } = this.options;
    const { atOnceMax: limit, leaseMs, patienceMs } = this.bounds;
    await this.prune();
    const claimed = await uow.run((tx) => book.claim(tx, now(), { limit, leaseMs, patienceMs }));
    await Promise.all(claimed.map((alert) => this.send(alert).catch((error) => this.options.onError(error))));
    return claimed.length === limit ? 0 : this.nextInMs();
  }

  private async nextInMs(): Promise<number | null> {
    const { uow, book, now } = this.options;
    const at = await uow.run((tx) => book.nextDueAt(tx));
    return at && Math.max(1, at.getTime() - now().getTime());
  }

  private async send(alert: Alert): Promise<void> {
    const { uow, book, sinks, onTrouble } = this.options;
    const open = sinks.filter(({ name }) => !alert.delivered.includes(name));
    const answers = await Promise.all(open.map((sink) => this.deliver(alert, sink)));
    const settlement = this.settlementOf(alert, answers);
    if (!(await uow.run((tx) => book.settle(tx, alert, settlement)))) return;
    const isNews = settlement.state !== 'waiting' || alert.reason === null;
    if (isNews && (settlement.reason ?? alert.reason) !== null) onTrouble(alert, settlement);
  }

  private async deliver(alert: Alert, sink: AlertSink): Promise<Answer> {
    const { uow, book, source, now } = this.options;
    const until = this.leftAloneUntil.get(sink.name) ?? 0;
    if (until > now().getTime())
      return { sink: sink.name, taken: false, said: `${sink.name}: ${leftAlone} ${new Date(until).toISOString()}` };
    const answer = await ask(sink, messageOf(alert, source));
    if (answer.busyMs) this.leftAloneUntil.set(sink.name, now().getTime() + Math.min(leftAloneMsMax, answer.busyMs));
    if (answer.taken) await uow.run((tx) => book.delivered(tx, alert.id, sink.name));
    return answer;
  }

  private settlementOf(alert: Alert, answers: readonly Answer[]): Settlement {
    const { sinks, now } = this.options;
    if (sinks.length === 0) return { state: 'kept', reason: nothingConfigured };
    const said = answers.flatMap((answer) => answer.said ?? []).join('; ');
    const reason = said.slice(0, reasonCharactersMax);
    if (answers.every(({ taken }) => taken)) return { state: 'sent', at: now(), reason: reason || null };
    if (alert.giveUpAt && alert.giveUpAt <= now()) return { state: 'failed', reason };
    return { state: 'waiting', dueAt: this.dueAgainAt(alert, answers), reason };
  }

  /** As soon as one of those that have not taken it may be asked again. */
  private dueAgainAt({ attempts }: Alert, answers: readonly Answer[]): Date {
    const soonest = this.options.now().getTime() + backoffMs(attempts, backoff);
    const missing = answers.filter(({ taken }) => !taken);
    return new Date(Math.max(soonest, Math.min(...missing.map(({ sink }) => this.leftAloneUntil.get(sink) ?? 0))));
  }

  /** Once an hour, or the table would only ever grow. */
  private async prune(): Promise<void> {
    const { uow, book, now } = this.options;
    const at = now().getTime();
    if (at - this.prunedAt < hourMs) return;
    await uow.run((tx) => book.prune(tx, new Date(at - this.bounds.keptMs)));
    this.prunedAt = at;
  }
}

interface Answer {
  readonly sink: string;
  readonly taken: boolean;
  readonly said: string | null;
  /** For how long it asks to be left alone. */
  readonly busyMs?: number;
}

async function ask(asked: AlertSink, message: AlertMessage): Promise<Answer> {
  const { name: sink } = asked;
  try {
    const remark = await asked.deliver(message);
    return { sink, taken: true, said: remark && `${sink}: ${remark}` };
  } catch (error) {
    const said = `${sink}: ${error instanceof Error ? error.message : String(error)}`;
    return { sink, taken: false, said, ...(error instanceof SinkBusy && { busyMs: error.retryAfterMs }) };
  }
}

const leftAlone = 'it asked to be left alone until';
const nothingConfigured = 'nothing is configured to send it to: set ALERT_WEBHOOK_URL or ALERT_SMTP_URL';
