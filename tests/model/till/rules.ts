import type { TillFinding } from '@tillbridge/level-mirror';
import {
  answerPost,
  decideTillFinding,
  freeAtMost,
  freeForSure,
  grantPost,
  isGrantable,
  lowerableTo,
  type ItemState,
  type PlacedPost,
  type Policy,
  type PostAnswer,
} from '@tillbridge/stock-domain';
import type { TillState } from './state';

/** Everything that is decided. The product's own functions; a world may put a worse one in the place of any. */
export interface Rules {
  takeIn(item: ItemState, finding: TillFinding, policy: Policy): ItemState;
  mayGrant(item: ItemState, post: PlacedPost): boolean;
  grant(item: ItemState, post: PlacedPost, postId: string, now: number): ItemState;
  answer(item: ItemState, answer: PostAnswer, settleMs: number): ItemState;
  /** A look-up found nothing; then the post is sent again. The core never hears of either. */
  absent(item: ItemState, postId: string): ItemState;
  sendAgain(item: ItemState, postId: string): ItemState;
  /** What else follows from fewer units being wanted than what the product makes of it. */
  wantedLess(item: ItemState): ItemState;
  /** What a store is lowered to. */
  upper(item: ItemState): number;
  /** What a store is raised to at most. */
  lower(item: ItemState): number;
  /** What a store is lowered to once a post has been without an answer, or the records unread, for too long. */
  strict(item: ItemState): number;
  /** The till knows a post by its id, and records it once however often it is sent. */
  readonly hasOneIdForAllAttempts: boolean;
  /** A refusal is told only when no earlier request can arrive any more. */
  readonly waitsForEarlierRequests: boolean;
  /** Whether anybody reads the row now. Directed reads make that possible at any time. */
  mayRead(state: TillState): boolean;
  /** A row is taken in only with the records of a poll that started after it was answered. */
  readonly pollsRecordsAfterRow: boolean;
}

/** Later than any time that may be waited for. */
export const atLast = Number.POSITIVE_INFINITY;

export const productRules: Rules = {
  takeIn: (item, finding, policy) => decideTillFinding(item, 'main', finding, policy),
  mayGrant: isGrantable,
  grant: grantPost,
  answer: answerPost,
  absent: (item) => item,
  sendAgain: (item) => item,
  wantedLess: (item) => item,
  upper: (item) => freeAtMost(item, 'main'),
  lower: (item) => freeForSure(item, 'main'),
  strict: (item) => lowerableTo(item, 'main', atLast),
  hasOneIdForAllAttempts: true,
  waitsForEarlierRequests: true,
  mayRead: () => true,
  pollsRecordsAfterRow: true,
};
