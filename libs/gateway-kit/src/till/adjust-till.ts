import { RetryableError } from '@tillbridge/persistence';
import type { TillRuntime } from './runtime';
import type { StoredPost } from './state/posts';
import type { AdjustReply, TillAdjustments } from './till-adapter';

/** Too early to send again: what was sent before may still arrive. */
class StillTravelling extends RetryableError {
  override readonly name = 'StillTravelling';
  constructor(readonly retryAt: Date) {
    super(`an earlier request of this adjustment may still arrive until ${retryAt.toISOString()}`);
  }
}

/**
 * One attempt to record an adjustment at a till that knows no id of ours. Before the first request leaves, the end of the
 * till's feed is remembered; before any other, what is behind it is looked for. What is not there is sent again only when
 * nothing that was sent can arrive any more. One that is alike counts as ours, for there is only one under way at a time
 * there, and those that are known to be others do not count.
 */
export async function adjustTill(runtime: TillRuntime, post: StoredPost, requestLifeMs: number): Promise<AdjustReply> {
  const { adjustments } = runtime.adapter;
  if (adjustments === undefined)
    return {
      outcome: 'refused',
      reason: 'this till cannot be adjusted by a difference: correct the level there by hand',
    };
  const { unitOfWork, stores, now } = runtime;
  const { grant, lastSentAt } = post;
  if (lastSentAt !== null && post.searchFrom !== null) {
    const found = await findOurs(runtime, adjustments, post, post.searchFrom);
    if (found !== null) return { outcome: 'closed', adjustmentId: found };
    if (post.refusedAt !== null) return { outcome: 'refused', reason: post.reason ?? '' };
    const arrivedBy = new Date(lastSentAt.getTime() + requestLifeMs);
    if (now() < arrivedBy) throw new StillTravelling(arrivedBy);
  } else {
    const head = await adjustments.head();
    await unitOfWork.run((tx) => stores.posts.searchFrom(tx, grant.postId, head));
  }
  await unitOfWork.run((tx) => stores.posts.leaving(tx, grant.postId, now()));
  return adjustments.post(grant);
}

async function findOurs(
  { unitOfWork, stores, till }: TillRuntime,
  adjustments: TillAdjustments,
  { grant }: StoredPost,
  from: string,
): Promise<string | null> {
  const alike = await adjustments.alike(grant, from);
  const taken = await unitOfWork.run((tx) => stores.posts.taken(tx, till, alike));
  return alike.find((id) => !taken.has(id)) ?? null;
}
