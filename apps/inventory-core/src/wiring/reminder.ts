import { Injectable } from '@nestjs/common';

/** Passes on, within this process, that something falls due; whoever looks at what is due listens. */
@Injectable()
export class Reminder {
  private listener: ((ms: number) => void) | null = null;

  listen(listener: (ms: number) => void): void {
    this.listener = listener;
  }

  /** In `ms` there is something to look at. */
  remind(ms: number): void {
    this.listener?.(Math.max(0, ms));
  }
}
