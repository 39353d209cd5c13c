import type { Cause, TillPostGranted } from '@tillbridge/contracts';
import { MemoryTable, type Tx } from '@tillbridge/persistence';
import type { EarlyRefusal, PostAnswer, PostCounts, RefusedPost, StoredPost, TillPosts } from './posts';

type Row = StoredPost & { seq: number; tillId: string | null };

export class MemoryTillPosts implements TillPosts {
  private readonly table = new MemoryTable<Row>((row) => row.grant.postId);
  private seq = 0;

  async grant(tx: Tx, posts: readonly { grant: TillPostGranted; cause: Cause }[], now: Date): Promise<string[]> {
    const granted: string[] = [];
    for (const { grant, cause } of posts) {
      if (this.table.get(tx, grant.postId)) continue;
      this.table.insert(tx, { ...fresh, grant, cause, nextAttemptAt: now, seq: ++this.seq });
      granted.push(grant.postId);
    }
    return granted;
  }

  async claimNext(tx: Tx, till: string, now: Date, leaseMs: number): Promise<StoredPost | null> {
    const [row] = this.ready(tx, till).filter((post) => post.nextAttemptAt <= now);
    if (!row) return null;
    const claimed: Row = {
      ...row,
      state: 'sending',
      attempts: row.attempts + 1,
      firstSentAt: row.firstSentAt ?? now,
      nextAttemptAt: new Date(now.getTime() + leaseMs),
    };
    this.table.putIf(tx, claimed, (current) => current?.attempts === row.attempts || current === undefined);
    return claimed;
  }

  async postpone(tx: Tx, postId: string, until: Date): Promise<void> {
    const row = this.table.get(tx, postId);
    if (row && row.state !== 'answered') this.table.put(tx, { ...row, nextAttemptAt: until });
  }

  async searchFrom(tx: Tx, postId: string, place: string): Promise<string> {
    const row = this.table.get(tx, postId);
    if (!row || row.searchFrom !== null) return row?.searchFrom ?? place;
    this.table.put(tx, { ...row, searchFrom: place });
    return place;
  }

  async leaving(tx: Tx, postId: string, at: Date): Promise<void> {
    const row = this.table.get(tx, postId);
    if (row) this.table.put(tx, { ...row, lastSentAt: at });
  }

  async taken(tx: Tx, till: string, tillIds: readonly string[]): Promise<Set<string>> {
    const ids = this.table.where(tx, ({ grant }) => grant.till === till).flatMap(({ tillId }) => tillId ?? []);
    return new Set(ids.filter((id) => tillIds.includes(id)));
  }

  async doubt(tx: Tx, postId: string, { until, ...refusal }: EarlyRefusal): Promise<void> {
    const row = this.table.get(tx, postId);
    if (row && row.state !== 'answered') this.table.put(tx, { ...row, ...refusal, nextAttemptAt: until });
  }

  async answer(tx: Tx, postId: string, answer: PostAnswer): Promise<boolean> {
    const row = this.table.get(tx, postId);
    if (!row || row.state === 'answered') return false;
    this.table.put(tx, { ...row, state: 'answered', ...answer, tillId: answer.tillId ?? null });
    return true;
  }

  async find(tx: Tx, postId: string): Promise<StoredPost | null> {
    return this.table.get(tx, postId) ?? null;
  }

  async among(tx: Tx, till: string, ids: readonly string[]): Promise<Set<string>> {
    return new Set(ids.map((id) => id.toLowerCase()).filter((id) => this.table.get(tx, id)?.grant.till === till));
  }

  async refused(tx: Tx, till: string, limit: number): Promise<RefusedPost[]> {
    const rows = this.table.all(tx).filter((row) => row.grant.till === till && row.outcome === 'refused');
    rows.sort((one, other) => other.answeredAt!.getTime() - one.answeredAt!.getTime() || other.seq - one.seq);
    return rows.slice(0, limit).map(({ grant, reason, saleTotal, answeredAt }) => ({
      postId: grant.postId,
      channel: grant.channel,
      order: grant.order,
      orderName: grant.orderName,
      reason: reason ?? '',
      orderTotal: grant.total ?? null,
      saleTotal,
      currency: grant.currency,
      answeredAt: answeredAt!,
    }));
  }

  async counts(tx: Tx, till: string): Promise<PostCounts> {
    const states = this.open(tx, till).map((post) => post.state);
    return {
      waiting: states.filter((state) => state === 'granted').length,
      unanswered: states.filter((state) => state === 'sending').length,
    };
  }

  async nextDueAt(tx: Tx, till: string): Promise<Date | null> {
    const times = this.ready(tx, till).map((post) => post.nextAttemptAt.getTime());
    return times.length === 0 ? null : new Date(Math.min(...times));
  }

  private open(tx: Tx, till: string): Row[] {
    const open = this.table.where(tx, (post) => post.grant.till === till && post.state !== 'answered');
    return open.sort((one, other) => one.seq - other.seq);
  }

  /** Open posts that no unanswered sale, and no older adjustment, holds back. */
  private ready(tx: Tx, till: string): Row[] {
    const open = this.open(tx, till);
    const ids = new Set(open.map((post) => post.grant.postId));
    return open.filter(
      (post, index) =>
        (post.grant.reverses === null || !ids.has(post.grant.reverses)) &&
        !open.slice(0, index).some((older) => isSameAdjustment(older, post)),
    );
  }
}

/** Two of the same item and location: the till could not tell one from the other. */
function isSameAdjustment({ grant: one }: StoredPost, { grant: other }: StoredPost): boolean {
  if (one.kind !== 'adjustment' || other.kind !== 'adjustment') return false;
  return one.location === other.location && one.lines[0]?.externalId === other.lines[0]?.externalId;
}

const fresh = {
  state: 'granted' as const,
  attempts: 0,
  firstSentAt: null,
  refusedAt: null,
  answeredAt: null,
  outcome: null,
  reason: null,
  saleTotal: null,
  searchFrom: null,
  lastSentAt: null,
  tillId: null,
};
