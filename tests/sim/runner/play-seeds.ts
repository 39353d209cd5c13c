import { fork, type ChildProcess } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import type { Played } from './report';

/** Plays seeds on every core there is, each life in a process that plays one at a time. */
export async function playSeeds(seeds: readonly number[], onPlayed: (played: Played) => void): Promise<Played[]> {
  const waiting = [...seeds];
  const all: Played[] = [];
  const workers = Array.from({ length: Math.min(os.availableParallelism(), seeds.length) }, () =>
    fork(path.join(__dirname, 'worker.js'), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] }),
  );
  const played = (one: Played) => {
    all.push(one);
    onPlayed(one);
  };
  try {
    await Promise.all(workers.map((worker) => keepBusy(worker, waiting, played)));
  } finally {
    for (const worker of workers) worker.kill();
  }
  return all;
}

async function keepBusy(worker: ChildProcess, waiting: number[], onPlayed: (played: Played) => void): Promise<void> {
  for (let seed = waiting.shift(); seed !== undefined; seed = waiting.shift()) {
    onPlayed(await ask(worker, seed));
  }
}

function ask(worker: ChildProcess, seed: number): Promise<Played> {
  return new Promise((resolve, reject) => {
    const died = () => reject(new Error(`the process that played seed ${seed} has died`));
    worker.once('exit', died);
    worker.once('message', (answer: Played) => {
      worker.off('exit', died);
      resolve(answer);
    });
    worker.send(seed);
  });
}
