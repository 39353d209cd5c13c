import type { Run } from './runs';

/** What becomes of a run whose process was killed. */
export function abandoned(at: Date): Pick<Run, 'state' | 'finishedAt' | 'error'> {
  return { state: 'failed', finishedAt: at, error: 'the process that ran it ended before it did; start another' };
}
