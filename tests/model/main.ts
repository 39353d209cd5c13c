import { check, summaryOf, type Checked } from './expectation';
import { worlds } from './worlds';

// What tools/doors/model.mjs starts: explores the worlds whose group or name holds the text that was asked for.

const [wanted = ''] = process.argv.slice(2);

function linesOf({ verdict, isAsExpected, expected }: Checked, ms: number): string {
  const { name, verdict: found, states, steps, why, trace } = verdict;
  const head = `${isAsExpected ? 'ok  ' : 'FAIL'} ${found.padEnd(7)} ${name}: ${states} states, ${steps} steps, ${(ms / 1_000).toFixed(1)} s`;
  const surprise = isAsExpected ? [] : [`     it was expected to be ${expected}`];
  const story = why === null ? [] : [`     ${why}`, ...trace.map((label, index) => `     ${index + 1}. ${label}`)];
  return [head, ...surprise, ...story].join('\n');
}

function exploreAll(): readonly Checked[] {
  const all: Checked[] = [];
  for (const [group, expectations] of Object.entries(worlds)) {
    const asked = expectations.filter(({ world }) => `${group} ${world.name}`.includes(wanted));
    if (asked.length > 0) process.stdout.write(`\n${group}\n`);
    for (const expectation of asked) {
      const startedAt = performance.now();
      const checked = check(expectation);
      process.stdout.write(`${linesOf(checked, performance.now() - startedAt)}\n`);
      all.push(checked);
    }
  }
  return all;
}

const all = exploreAll();
if (all.length === 0) process.stderr.write(`There is no world called "${wanted}".\n`);
process.stdout.write(`${JSON.stringify(summaryOf(all))}\n`);
process.exit(all.length > 0 && all.every(({ isAsExpected }) => isAsExpected) ? 0 : 1);
