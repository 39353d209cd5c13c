import { playLife } from './life/play-life';
import { Players, soundLives } from './runner/players';
import { playedOf, summaryOf, tellFailed, type Played } from './runner/report';

// What tools/doors/sim.mjs starts: plays this many seeds from the first on, or shows all that happens in one.

const [mode = 'seeds', wanted = '1000', first = '1'] = process.argv.slice(2);
const say = (text: string) => void process.stdout.write(`${text}\n`);
const progressEvery = 50;

async function showOne(seed: number): Promise<Played[]> {
  const life = await playLife(seed);
  say(life.trace());
  say(`digest of this life: ${life.digest}`);
  const played = playedOf(life);
  if (played.failures.length > 0) say(`\n${tellFailed({ ...played, failures: played.failures.map(withoutStory) })}`);
  return [played];
}

const withoutStory = ({ invariant, what }: Played['failures'][number]) => ({ invariant, what, story: '' });

async function playMany(count: number, from: number): Promise<Played[]> {
  const startedAt = performance.now();
  let done = 0;
  const onPlayed = (played: Played) => {
    done += 1;
    if (played.failures.length > 0) say(tellFailed(played));
    const seconds = ((performance.now() - startedAt) / 1_000).toFixed(0);
    if (done % progressEvery === 0) say(`${done} of ${count} seeds in ${seconds} s`);
  };
  const seeds = Array.from({ length: count }, (_, index) => from + index);
  const players = new Players();
  try {
    return await players.play(soundLives(seeds), onPlayed);
  } finally {
    players.end();
  }
}

async function main(): Promise<void> {
  const all = mode === 'seed' ? await showOne(Number(wanted)) : await playMany(Number(wanted), Number(first));
  const summary = summaryOf(all);
  say(JSON.stringify(summary));
  process.exitCode = summary.failed.length > 0 ? 1 : 0;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
});
