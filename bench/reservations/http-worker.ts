import { parentPort, workerData } from 'node:worker_threads';
import { runCallers, type Timed } from './callers';
import type { HttpJob } from './http-callers';
import { Connection } from './http-connection';

// The thread of `runHttpCallers`: connections are kept open, with one request at a time on each. A rejection ends it.

async function work(job: HttpJob): Promise<Timed> {
  const connections = await Promise.all(Array.from({ length: job.callers }, () => Connection.open(job)));
  try {
    return await runCallers(job, async (caller) => {
      const status = await connections[caller]!.post();
      if (status !== 201 && status !== 409) throw new Error(`a request was answered ${status}`);
      return status === 201;
    });
  } finally {
    for (const connection of connections) connection.close();
  }
}

void work(workerData as HttpJob).then((timed) => parentPort?.postMessage(timed));
