import { tillPostAnswered } from '@tillbridge/contracts';
import { PermanentError } from '@tillbridge/persistence';
import { backoffMs, KickedLoop, type Backoff } from '@tillbridge/service-kit';
import { retryAtOf, type TillRuntime } from './runtime';
import type { StoredPost } from './state/posts';
import type { PostReply } from './till-adapter';

export interface PosterSettings {
  /** Longer than the client waits for an answer: until then nobody else sends the same post. */
  leaseMs: number;
  retry: Backoff;
  /** Unresolved for longer than this, a post is worth a person's attention. */
  alertAfterMs: number;
  /** See TillReaderSettings. */
  settleMs: number;
}

export const defaultPosterSettings: PosterSettings = {
  leaseMs: 15_000,
  retry: { firstMs: 250, capMs: 30_000 },
  alertAfterMs: 60_000,
  settleMs: 5_000,
};

const reasonLengthMax = 500;
/** The net below a kick that was lost with its process. */
const pollMs = 5_000;

/**
 * Records granted posts at the till, one at a time, oldest first. Each attempt is stored before it is sent; after one
 * that may have reached the till, the till is asked before anything is sent again, under the same id.
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
    while (!this.stopping && (await this.postNext()));
    const next = await unitOfWork.run((tx) => stores.posts.nextDueAt(tx, till));
    return next && Math.max(1, next.getTime() - now().getTime());
  }

  /** false when nothing was due. */
  private async postNext(): Promise<boolean> {
    const { unitOfWork, stores, till, now } = this.runtime;
    const post = await unitOfWork.run((tx) => stores.posts.claimNext(tx, till, now(), this.settings.leaseMs));
    if (!post) return false;
    try {
      await this.answer(post, await this.attempt(post));
    } catch (error) {
      if (error instanceof PermanentError) await this.answer(post, { outcome: 'refused', reason: error.message });
      else await this.postpone(post, error);
    }
    return true;
  }

  private async attempt({ grant, attempts }: StoredPost): Promise<PostReply> {
    const { adapter } = this.runtime;
    // The first attempt of all can't have been here before; any later one may find what an earlier one did.
    if (attempts > 1) {
      const found = await adapter.findPost(grant.postId);
      if (found === 'closed') return { outcome: 'closed' };
      if (found !== 'absent')
        return { outcome: 'refused', reason: `the till shows this sale as ${found}, not as closed` };
    }
    return grant.kind === 'sale' ? adapter.postSale(grant) : adapter.reverseSale(grant);
  }

  private async answer({ grant, cause }: StoredPost, reply: PostReply): Promise<void> {
    const { unitOfWork, stores, outbox, till, now, log } = this.runtime;
    const answeredAt = now();
    const reason = reply.outcome === 'refused' ? reply.reason.slice(0, reasonLengthMax) : null;
    const dueAt = new Date(answeredAt.getTime() + this.settings.settleMs);
    await unitOfWork.run(async (tx) => {
      if (!(await stores.posts.answer(tx, grant.postId, { outcome: reply.outcome, answeredAt, reason }))) return;
      if (reply.outcome === 'closed') await stores.dueReads.add(tx, till, readsOf(grant, dueAt));
      const data = { postId: grant.postId, outcome: reply.outcome, answeredAt: answeredAt.toISOString(), reason };
      await outbox.add(tx, [{ definition: tillPostAnswered, data, cause }]);
    });
    if (reply.outcome === 'closed') return this.onReadPlanned(dueAt);
    const detail = { till, post: grant.postId, channel: grant.channel, order: grant.order, reason };
    log.error(detail, 'the till refused to record a web order: a person has to look');
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

function readsOf(grant: StoredPost['grant'], dueAt: Date) {
  return grant.lines.map(({ externalId, versionBefore }) => ({
    externalId,
    location: grant.location,
    reason: 'post' as const,
    above: versionBefore,
    dueAt,
  }));
}
