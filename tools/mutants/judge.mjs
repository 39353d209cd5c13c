// Takes guards out one after the other, several benches side by side.
import os from 'node:os';
import path from 'node:path';
import { say, seconds } from '../kit/say.mjs';
import { Bench } from './bench.mjs';
import { problemOf } from './guards.mjs';
import { verdictOf } from './verdict.mjs';

/** For a handful of test files on a machine that has other things to do. */
const GREEN_MS_MAX = 900_000;
/** A mutant makes tests slower, or run in circles; Jest itself takes a while to begin. */
const msMaxOf = (ms) => 300_000 + 5 * ms.reduce((total, each) => total + each, 0);

const isReal = (test) => test.endsWith('.int.spec.ts');
export const needsServers = ({ tests }) => tests.some(isReal);

/**
 * Judges guards, each with a name of its own.
 * @param {{life: import('../kit/lifetime.mjs').Lifetime, env: Record<string, string>, folder: string}} how `folder`: where
 *   the guards are looked up
 * @returns {Promise<object[]>} each guard with its `verdict`, `why` and `ms`
 */
export async function judgeAll(guards, { life, env, folder }) {
  const many = Math.min(os.availableParallelism(), guards.length);
  const benches = Array.from({ length: many }, (_, index) => new Bench(life, index + 1, env));
  const msOf = await greenTests(benches, guards);
  const judged = [];
  // The slow ones first, so that no bench is left with one at the end.
  const queue = [...guards].sort((a, b) => Number(needsServers(b)) - Number(needsServers(a)));
  await sideBySide(benches, queue, async (bench, guard) => {
    const startedAt = Date.now();
    const red = testsOf(guard)
      .filter((each) => msOf(each) === undefined)
      .map(({ test }) => test);
    const problem = problemOf(folder, guard) ?? (red.length ? `red with the guard in place: ${red.join(', ')}` : null);
    const found =
      problem === null
        ? await bench.judge(guard, msMaxOf(testsOf(guard).map(msOf)))
        : { verdict: 'error', why: problem };
    judged.push({ ...guard, ...found, ms: Date.now() - startedAt });
    say(line(found, guard, startedAt, `${judged.length}/${guards.length}`));
  });
  return judged;
}

const WORDS = { killed: 'killed  ', survived: 'SURVIVED', error: 'ERROR   ' };

const line = ({ verdict, why }, { name }, startedAt, count) =>
  `  ${count.padStart(7)} ${WORDS[verdict]} ${name} (${seconds(startedAt)}): ${why}`;

/**
 * All tests once with every guard in place: one that is red anyway kills nothing.
 * @returns how long each took, in ms; undefined for one that is red
 */
async function greenTests(benches, guards) {
  const startedAt = Date.now();
  const asked = [...new Map(guards.flatMap(testsOf).map((each) => [keyOf(each), each])).values()];
  // Together what has no name of its own: Jest's start is paid for once. In several handfuls, so that no bench is idle.
  const whole = asked.filter(({ named }) => named === undefined).map(({ test }) => test);
  const handfuls = inHandfuls(whole, Math.max(1, Math.ceil(whole.length / benches.length / 3)));
  const runs = [
    ...asked.filter(({ named }) => named !== undefined).map(({ test, named }) => ({ tests: [test], named })),
    ...handfuls.map((tests) => ({ tests })),
  ];
  const green = new Map();
  await sideBySide(benches, runs, async (bench, run) => {
    const files = await bench.run(run, { stopsAtFirst: false, msMax: GREEN_MS_MAX });
    for (const test of run.tests) {
      const own = files?.filter((file) => file.path === path.join(bench.folder, test)) ?? null;
      if (verdictOf(own).verdict === 'survived') green.set(keyOf({ test, named: run.named }), own[0].ms);
    }
  });
  say(`  with every guard in place: ${green.size} of ${asked.length} tests are green, ${seconds(startedAt)}`);
  return (each) => green.get(keyOf(each));
}

const testsOf = ({ tests, named }) => tests.map((test) => ({ test, named }));
const keyOf = ({ test, named = '' }) => [test, named].join('\n');

const inHandfuls = (all, size) =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, index) => all.slice(index * size, (index + 1) * size));

async function sideBySide(benches, work, each) {
  const queue = [...work];
  const serve = async (bench) => {
    for (let next = queue.shift(); next; next = queue.shift()) await each(bench, next);
  };
  await Promise.all(benches.map(serve));
}
