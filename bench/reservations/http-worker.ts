import { parentPort, workerData } from 'node:worker_threads';
import { timedOf, type Timed } from './callers';
import type { HttpJob } from './http-callers';
import { Connection } from './http-connection';

// The thread of `runHttpCallers`: connections are kept open, with one request at a time on each.

async function work(job: HttpJob): Promise<Timed> {
  const latencies: number[] = [];
  let granted = 0;
  const startedAt = performance.now();
  const caller = async (): Promise<void> => {
    const connection = await Connection.open(job);
    while (performance.now() - startedAt < job.durationMs) {
      const askedAt = performance.now();
      const status = await connection.post();
      if (status !== 201 && status !== 409) throw new Error(`a request was answered ${status}`);
      if (status === 201) granted += 1;
      latencies.push(performance.now() - askedAt);
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: job.callers }, caller));
  return timedOf(latencies, granted, performance.now() - startedAt);
}

void work(workerData as HttpJob).then((timed) => parentPort?.postMessage(timed));
