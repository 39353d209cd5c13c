import { parentPort } from 'node:worker_threads';
import { check, type Checked } from './expectation';
import { worlds } from './worlds';

// A thread of main.ts: explores the worlds that it is given, one after the other.

export interface Place {
  readonly group: string;
  /** In its group. */
  readonly index: number;
}

export interface Explored extends Place {
  readonly checked: Checked;
  readonly ms: number;
}

parentPort?.on('message', ({ group, index }: Place) => {
  const startedAt = performance.now();
  const checked = check(worlds[group]![index]!);
  parentPort?.postMessage({ group, index, checked, ms: performance.now() - startedAt } satisfies Explored);
});
