import { answerCalls, type AnswerDeps } from './answer-calls';
import type { Leavings } from './leavings';
import type { Outcome, ReservationCall } from './requests';

/** Answers the batches of one process: each begins with what the one before it leaves, where that is still being written. */
export class AnsweringInTurn {
  private left: Leavings | null = null;

  constructor(private readonly deps: AnswerDeps) {}

  /** `mayFollow` is told once the next batch can begin beside this one, and when it cannot any more. */
  answer(calls: readonly ReservationCall[], mayFollow: (may: boolean) => void): Promise<readonly Outcome[]> {
    const { left } = this;
    // Only one can follow: two would be decided on the same version.
    this.left = null;
    const leave = (next: Leavings): void => {
      this.left = next;
      void next.isKept.then((isKept) => {
        this.forget(next);
        if (!isKept) mayFollow(false);
      });
      mayFollow(true);
    };
    return answerCalls(this.deps, calls, { left, leave });
  }

  /** What was committed is read from the database again, by whoever comes later. */
  private forget(left: Leavings): void {
    if (this.left === left) this.left = null;
  }
}
