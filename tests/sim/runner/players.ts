import { fork, type ChildProcess } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import type { Played } from './report';

/** One life to play. */
export interface Wanted {
  readonly seed: number;
  /** What the bridge lacks that is broken on purpose, by its name; null: nothing. */
  readonly lacking: string | null;
}

export const soundLives = (seeds: readonly number[]): Wanted[] => seeds.map((seed) => ({ seed, lacking: null }));

/** A process for every core there is, each of which plays one life at a time. */
export class Players {
  private readonly workers: readonly ChildProcess[];

  /** @param program the compiled worker */
  constructor(program = path.join(__dirname, 'worker.js')) {
    this.workers = Array.from({ length: os.availableParallelism() }, () =>
      fork(program, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] }),
    );
  }

  /** @returns the lives in the order in which they ended */
  async play(lives: readonly Wanted[], onPlayed: (played: Played) => void = () => undefined): Promise<Played[]> {
    const waiting = [...lives];
    const all: Played[] = [];
    const played = (one: Played) => {
      all.push(one);
      onPlayed(one);
    };
    await Promise.all(this.workers.map((worker) => keepBusy(worker, waiting, played)));
    return all;
  }

  end(): void {
    for (const worker of this.workers) worker.kill();
  }
}

async function keepBusy(worker: ChildProcess, waiting: Wanted[], onPlayed: (played: Played) => void): Promise<void> {
  for (let life = waiting.shift(); life !== undefined; life = waiting.shift()) onPlayed(await ask(worker, life));
}

function ask(worker: ChildProcess, life: Wanted): Promise<Played> {
  return new Promise((resolve, reject) => {
    const died = () => reject(new Error(`the process that played seed ${life.seed} has died`));
    worker.once('exit', died);
    worker.once('message', (answer: Played) => {
      worker.off('exit', died);
      resolve(answer);
    });
    worker.send(life);
  });
}
