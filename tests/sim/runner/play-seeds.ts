import { fork, type ChildProcess } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import type { Played } from './report';

type Answer = Played | { readonly error: string };

/**
 * Plays seeds on every core there is, each life in a process that plays one at a time. @throws when a world could not be
 * played: then no seed says anything.
 */
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
    const answer = await ask(worker, seed);
    if ('error' in answer) throw new Error(answer.error);
    onPlayed(answer);
  }
}

function ask(worker: ChildProcess, seed: number): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const died = () => reject(new Error(`the process that played seed ${seed} has died`));
    worker.once('exit', died);
    worker.once('message', (answer: Answer) => {
      worker.off('exit', died);
      resolve(answer);
    });
    worker.send(seed);
  });
}
