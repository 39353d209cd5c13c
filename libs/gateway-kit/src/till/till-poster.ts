import { tillPostAnswered } from '@tillbridge/contracts';
import { PermanentError, RetryableError } from '@tillbridge/persistence';
import { backoffMs, KickedLoop, type Backoff } from '@tillbridge/service-kit';
import { isHalted } from '../halts/halts';
import { adjustTill } from './adjust-till';
import { retryAtOf, type TillRuntime } from './runtime';
import type { StoredPost } from './state/posts';
import type { AdjustReply, PostReply } from './till-adapter';

export interface PosterSettings {
  /** Longer than the client waits for an answer: until then nobody else sends the same post. */
  leaseMs: number;
  retry: Backoff;
  /** How long after it was sent a request may still arrive: the client's timeout, and what holds it back on the way. */
  requestLifeMs: number;
  /** Unresolved for longer than this, a post is worth a person's attention. */
  alertAfterMs: number;
  /** See TillReaderSettings. */
  settleMs: number;
}

export const defaultPosterSettings: PosterSettings = {
  leaseMs: 15_000,
  retry: { firstMs: 250, capMs: 30_000 },
  requestLifeMs: 130_000,
  alertAfterMs: 60_000,
  settleMs: 5_000,
};

const reasonLengthMax = 500;
type Refusal = Extract<PostReply, { outcome: 'refused' }>;

/** The net below a kick that was lost with its process. */
const pollMs = 5_000;

/**
 * Records granted posts at the till, one at a time, oldest first. Each attempt is stored before it is sent; after one
 * that may have reached the till, the till is asked before anything is sent again, under the same id. Only what the till
 * refuses, and then certainly does not have, is refused. While anything holds the till back, granted posts wait.
 * Adjustments, which have no id of ours there: see `adjustTill`.
 */
export class TillPoster {
  private readonly loop: KickedLoop;
  private stopping = false;

  constructor(
    private readonly runtime: TillRuntime,
    private readonly settings: PosterSettings,
    private readonly onReadPlanned: (dueAt: Date) => void = () => undefined,
  ) {
    this.loop = new KickedLoop({
      run: () => this.run(),
      pollMs,
      onError: (error) =>
        runtime.log.warn({ till: runtime.till, err: error }, 'posting to the till failed; it will be tried again'),
    });
  }

  start(): void {
    this.loop.start();
  }

  /** Something may be due. Never fails and never waits. */
  kick(): void {
    this.loop.kick();
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await this.loop.stop();
  }

  private async run(): Promise<number | null> {
    const { unitOfWork, stores, till, now } = this.runtime;
    while (!this.stopping && this.holdBackMs() === 0 && (await this.postNext()));
    const next = await unitOfWork.run(async (tx) =>
      isHalted(await stores.halts.get(tx, till)) ? null : stores.posts.nextDueAt(tx, till),
    );
    return next && Math.max(1, next.getTime() - now().getTime(), this.holdBackMs());
  }

  /** While the till wants to be left alone an attempt would only be used up. */
  private holdBackMs(): number {
    return this.runtime.adapter.holdBackMs?.('post') ?? 0;
  }

  /** false when nothing was due, or nothing may be sent. */
  private async postNext(): Promise<boolean> {
    const { unitOfWork, stores, till, now } = this.runtime;
    const post = await unitOfWork.run(async (tx) =>
      isHalted(await stores.halts.get(tx, till))
        ? null
        : stores.posts.claimNext(tx, till, now(), this.settings.leaseMs),
    );
    if (!post) return false;
    try {
      const reply = await this.attempt(post);
      if (reply.outcome === 'refused' && mayStillArrive(post)) await this.doubt(post, reply);
      else await this.answer(post, reply);
    } catch (error) {
      await this.postpone(post, error);
    }
    return true;
  }

  private async attempt(post: StoredPost): Promise<PostReply | AdjustReply> {
    const { grant, attempts, refusedAt, reason, saleTotal } = post;
    if (grant.kind === 'adjustment') return this.adjust(post);
    // The first attempt of all can't have been here before; any later one may find what an earlier one did.
    const found = attempts > 1 ? await this.runtime.adapter.findPost(grant.postId) : 'absent';
    switch (found) {
      case 'closed':
        return { outcome: 'closed' };
      case 'voided':
        return refused('the till shows this sale as voided, and nothing can close it again');
      case 'open':
        throw new RetryableError('the till shows this sale as open, not as closed: a person has to finish or void it');
      case 'absent':
        return refusedAt ? refused(reason ?? '', saleTotal) : this.send(grant);
    }
  }

  private async adjust(post: StoredPost): Promise<AdjustReply> {
    try {
      return await adjustTill(this.runtime, post, this.settings.requestLifeMs);
    } catch (error) {
      if (error instanceof PermanentError) return { outcome: 'refused', reason: error.message };
      throw error;
    }
  }

  private async send(grant: StoredPost['grant']): Promise<PostReply> {
    const { adapter } = this.runtime;
    try {
      return await (grant.kind === 'sale' ? adapter.postSale(grant) : adapter.reverseSale(grant));
    } catch (error) {
      if (error instanceof PermanentError) return refused(error.message);
      throw error;
    }
  }

  /** Told now, the order would be posted again under another id, and an earlier attempt could sell it a second time. */
  private async doubt({ grant }: StoredPost, refusal: Refusal): Promise<void> {
    const { unitOfWork, stores, till, now, log } = this.runtime;
    const refusedAt = now();
    // Counted from here, not from the first attempt: the late one may be any of them.
    const until = new Date(refusedAt.getTime() + this.settings.requestLifeMs);
    const reason = refusal.reason.slice(0, reasonLengthMax);
    const saleTotal = refusal.saleTotal ?? null;
    await unitOfWork.run((tx) => stores.posts.doubt(tx, grant.postId, { refusedAt, reason, saleTotal, until }));
    const detail = { till, post: grant.postId, until, reason };
    log.warn(detail, 'the till refused a web order of which an earlier attempt may still arrive; it will be looked up');
  }

  private async answer({ grant, cause }: StoredPost, reply: PostReply | AdjustReply): Promise<void> {
    const { unitOfWork, stores, outbox, till, now, log } = this.runtime;
    const answeredAt = now();
    const reason = reply.outcome === 'refused' ? reply.reason.slice(0, reasonLengthMax) : null;
    const saleTotal = ('saleTotal' in reply && reply.saleTotal) || null;
    const dueAt = new Date(answeredAt.getTime() + this.settings.settleMs);
    await unitOfWork.run(async (tx) => {
      const tillId = 'adjustmentId' in reply ? reply.adjustmentId : undefined;
      const answer = { outcome: reply.outcome, answeredAt, reason, saleTotal, tillId };
      if (!(await stores.posts.answer(tx, grant.postId, answer))) return;
      if (reply.outcome === 'closed') await stores.dueReads.add(tx, till, readsOf(grant, dueAt));
      const data = { postId: grant.postId, outcome: reply.outcome, answeredAt: answeredAt.toISOString(), reason };
      await outbox.add(tx, [{ definition: tillPostAnswered, data, cause }]);
    });
    if (reply.outcome === 'closed') return this.onReadPlanned(dueAt);
    const { channel, order, total: orderTotal, currency } = grant;
    const sums = saleTotal === null ? {} : { orderTotal, saleTotal, currency };
    const detail = { till, post: grant.postId, channel, order, reason, ...sums };
    // At the inventory-core, which grants it under a new id: this one stays refused.
    const path = grant.kind === 'adjustment' ? '/edits/adjustments' : `/orders/${grant.channel}`;
    const remedy = `mend the cause, then POST ${path}/${grant.order}/post-again`;
    const what = grant.kind === 'adjustment' ? 'an adjustment' : 'a web order';
    log.error({ ...detail, remedy }, `the till refused to record ${what}: a person has to look; ${remedy}`);
  }

  private async postpone({ grant, attempts, firstSentAt }: StoredPost, error: unknown): Promise<void> {
    const { unitOfWork, stores, till, now, log } = this.runtime;
    const waitMs = backoffMs(attempts, this.settings.retry);
    const until = new Date(Math.max(now().getTime() + waitMs, retryAtOf(error)?.getTime() ?? 0));
    await unitOfWork.run((tx) => stores.posts.postpone(tx, grant.postId, until));
    const detail = { till, post: grant.postId, attempts, until, err: error };
    const openMs = now().getTime() - (firstSentAt?.getTime() ?? now().getTime());
    if (openMs > this.settings.alertAfterMs)
      log.error(detail, 'a web order could not be recorded at the till for long');
    else log.warn(detail, 'an attempt to record a web order at the till has no answer; it will be looked up');
  }
}

/** false once the wait for the earlier attempts is over. */
const mayStillArrive = ({ attempts, refusedAt }: StoredPost): boolean => attempts > 1 && refusedAt === null;

const refused = (reason: string, saleTotal: string | null = null): Refusal => ({
  outcome: 'refused',
  reason,
  ...(saleTotal !== null && { saleTotal }),
});

function readsOf(grant: StoredPost['grant'], dueAt: Date) {
  return grant.lines.map(({ externalId, versionBefore }) => ({
    externalId,
    location: grant.location,
    reason: 'post' as const,
    above: versionBefore,
    dueAt,
  }));
}
