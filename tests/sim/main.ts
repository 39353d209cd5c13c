import { playLife } from './life/play-life';

const [first = '1', count = '10', show = ''] = process.argv.slice(2);

async function main(): Promise<void> {
  const startedAt = performance.now();
  for (let seed = Number(first); seed < Number(first) + Number(count); seed++) {
    const life = await playLife(seed);
    const bad = life.findings.length + life.troubles.length;
    process.stdout.write(`seed ${seed}: ${life.events} events, ${Math.round(life.elapsedMs / 1000)} s, ${bad} bad, drift ${life.driftUnits} ${life.digest.slice(0, 8)} ${Math.round(performance.now() - startedAt)} ms\n`);
    if (bad > 0 && show !== 'trace') for (const { invariant, sku, what } of life.findings.slice(0, 3)) process.stdout.write(`  ${invariant} ${sku}: ${what}\n`);
    for (const t of life.troubles.slice(0, 2)) process.stdout.write(`  ${t}\n`);
    if (show === 'trace') process.stdout.write(life.trace() + '\n');
  }
}
main();
