import { MemoryTable, timeOrderedId, type Tx } from '@tillbridge/persistence';
import type { Alert, NewAlert } from './alert';
import { prunedAtOnceMax, type AlertBook, type AlertsAsked, type ClaimBounds, type Settlement } from './alert-book';

/** For specs and the simulation. Same contract as TypeOrmAlertBook. */
export class MemoryAlertBook implements AlertBook {
  private readonly alerts = new MemoryTable<Alert>((alert) => alert.key);

  async add(tx: Tx, alerts: readonly NewAlert[], now: Date): Promise<void> {
    for (const alert of alerts) if (!this.alerts.get(tx, alert.key)) this.alerts.insert(tx, fresh(alert, now));
  }

  async find(tx: Tx, keys: readonly string[]): Promise<ReadonlyMap<string, Alert>> {
    const found = keys.flatMap((key) => this.alerts.get(tx, key) ?? []);
    return new Map(found.map((alert) => [alert.key, alert]));
  }

  async rewrite(tx: Tx, { key, text, fields, dueAt }: NewAlert): Promise<boolean> {
    const alert = this.alerts.get(tx, key);
    if (!alert || !isUntried(alert)) return false;
    this.alerts.putIf(tx, { ...alert, text, fields, dueAt }, (current) => !!current && isUntried(current));
    return true;
  }

  async withdraw(tx: Tx, key: string): Promise<void> {
    const alert = this.alerts.get(tx, key);
    if (!alert || !isUntried(alert)) return;
    this.alerts.putIf(tx, alert, (current) => !!current && isUntried(current));
    this.alerts.delete(tx, key);
  }

  async claim(tx: Tx, now: Date, { limit, leaseMs, patienceMs }: ClaimBounds): Promise<Alert[]> {
    const due = this.waiting(tx).filter((alert) => alert.dueAt <= now);
    return due.slice(0, limit).map((alert) => {
      const mine: Alert = {
        ...alert,
        attempts: alert.attempts + 1,
        firstTriedAt: alert.firstTriedAt ?? now,
        giveUpAt: alert.giveUpAt ?? new Date(now.getTime() + patienceMs),
        dueAt: new Date(now.getTime() + leaseMs),
      };
      this.alerts.putIf(tx, mine, (current) => !!current && isLeased(current, alert));
      return mine;
    });
  }

  async delivered(tx: Tx, id: string, sink: string): Promise<void> {
    const alert = await this.one(tx, id);
    if (!alert || alert.delivered.includes(sink)) return;
    const delivered = [...alert.delivered, sink];
    this.alerts.putIf(tx, { ...alert, delivered }, (current) => current?.delivered.length === alert.delivered.length);
  }

  async settle(tx: Tx, claimed: Alert, settlement: Settlement): Promise<boolean> {
    const alert = this.alerts.get(tx, claimed.key);
    if (!alert || !isLeased(alert, claimed)) return false;
    const { state, reason } = settlement;
    const dueAt = settlement.state === 'waiting' ? settlement.dueAt : alert.dueAt;
    const sentAt = settlement.state === 'sent' ? settlement.at : alert.sentAt;
    const settled = { ...alert, state, reason, dueAt, sentAt };
    this.alerts.putIf(tx, settled, (current) => !!current && isLeased(current, claimed));
    return true;
  }

  async nextDueAt(tx: Tx): Promise<Date | null> {
    return this.waiting(tx)[0]?.dueAt ?? null;
  }

  async page(tx: Tx, { state, after, limit }: AlertsAsked): Promise<Alert[]> {
    const wanted = this.alerts
      .all(tx)
      .filter((alert) => (state === null || alert.state === state) && (after === null || alert.id < after));
    return wanted.sort((a, b) => (a.id < b.id ? 1 : -1)).slice(0, limit);
  }

  async one(tx: Tx, id: string): Promise<Alert | null> {
    return this.alerts.all(tx).find((alert) => alert.id === id) ?? null;
  }

  async sendAgain(tx: Tx, id: string, now: Date): Promise<boolean> {
    const alert = await this.one(tx, id);
    if (!alert || alert.state === 'waiting') return false;
    const anew = alert.state === 'sent' ? { delivered: [], round: alert.round + 1 } : {};
    const asked = { state: 'waiting' as const, dueAt: now, attempts: 0, giveUpAt: null, reason: null };
    this.alerts.putIf(tx, { ...alert, ...asked, ...anew }, (current) => current?.state === alert.state);
    return true;
  }

  async prune(tx: Tx, before: Date): Promise<number> {
    const old = this.alerts.all(tx).filter((alert) => alert.state !== 'waiting' && alert.createdAt < before);
    const gone = old.slice(0, prunedAtOnceMax);
    for (const { key } of gone) this.alerts.delete(tx, key);
    return gone.length;
  }

  private waiting(tx: Tx): Alert[] {
    const waiting = this.alerts.all(tx).filter(({ state }) => state === 'waiting');
    return waiting.sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime());
  }
}

const isUntried = ({ state, firstTriedAt }: Alert): boolean => state === 'waiting' && firstTriedAt === null;

/** A claim moves `dueAt` to the end of its lease, so that time says whose claim it is. */
const isLeased = (alert: Alert, claim: Alert): boolean =>
  alert.state === 'waiting' && alert.dueAt.getTime() === claim.dueAt.getTime();

function fresh(alert: NewAlert, now: Date): Alert {
  return {
    ...alert,
    id: timeOrderedId(),
    createdAt: now,
    state: 'waiting',
    attempts: 0,
    firstTriedAt: null,
    giveUpAt: null,
    delivered: [],
    round: 0,
    reason: null,
    sentAt: null,
  };
}
