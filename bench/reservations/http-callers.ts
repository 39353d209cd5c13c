import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Load, Timed } from './callers';

export interface HttpTarget {
  readonly url: string;
  readonly path: string;
  readonly token: string;
  readonly body: string;
}

export type HttpJob = HttpTarget & Load;

/** Callers over HTTP, in a thread of their own: what they cost must not count as the core's. */
export function runHttpCallers(target: HttpTarget, load: Load): Promise<Timed> {
  return new Promise((resolve, reject) => {
    const workerData: HttpJob = { ...target, ...load };
    const worker = new Worker(path.join(__dirname, 'http-worker.js'), { workerData });
    worker.once('message', resolve);
    worker.once('error', reject);
    // Told last, so that it says nothing where there was an answer.
    worker.once('exit', (code) => reject(new Error(`the thread of the callers ended (${code}) without an answer`)));
  });
}
