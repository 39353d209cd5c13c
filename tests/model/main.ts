import os from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { summaryOf } from './expectation';
import type { Explored, Place } from './exploring';
import { worlds } from './worlds';

// What tools/doors/model.mjs starts: explores the worlds whose group or name holds the text that was asked for, as many at a
// time as there are cores.

const [wanted = ''] = process.argv.slice(2);

const asked: readonly Place[] = Object.entries(worlds).flatMap(([group, expectations]) =>
  expectations.flatMap(({ world }, index) => (`${group} ${world.name}`.includes(wanted) ? [{ group, index }] : [])),
);

function linesOf({ group, checked: { verdict, isAsExpected, expected }, ms }: Explored): string {
  const { name, verdict: found, states, steps, why, trace } = verdict;
  const head = `${isAsExpected ? 'ok  ' : 'FAIL'} ${found.padEnd(7)} ${group}: ${name}: ${states} states, ${steps} steps, ${(ms / 1_000).toFixed(1)} s`;
  const surprise = isAsExpected ? [] : [`     it was expected to be ${expected}`];
  const story = why === null ? [] : [`     ${why}`, ...trace.map((label, index) => `     ${index + 1}. ${label}`)];
  return [head, ...surprise, ...story].join('\n');
}

/** The last ones first: they are the largest, and none of them should be left to one thread at the end. */
const queue = [...asked].reverse();
const all: Explored[] = [];

/** Takes one world after the other, until none is left. */
function thread(): Promise<void> {
  const worker = new Worker(path.join(__dirname, 'exploring.js'));
  const next = (): void => {
    const place = queue.shift();
    if (place === undefined) void worker.terminate();
    else worker.postMessage(place);
  };
  worker.on('message', (explored: Explored) => {
    process.stdout.write(`${linesOf(explored)}\n`);
    all.push(explored);
    next();
  });
  next();
  return new Promise((resolve, reject) => {
    worker.once('exit', () => resolve());
    worker.once('error', reject);
  });
}

async function main(): Promise<number> {
  await Promise.all(Array.from({ length: Math.min(os.availableParallelism(), queue.length) }, thread));
  if (asked.length === 0) process.stderr.write(`There is no world called "${wanted}".\n`);
  process.stdout.write(`${JSON.stringify(summaryOf(all.map(({ checked }) => checked)))}\n`);
  const isAsExpected = all.length === asked.length && all.every(({ checked }) => checked.isAsExpected);
  return asked.length > 0 && isAsExpected ? 0 : 1;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  },
);
