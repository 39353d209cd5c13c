import '../kit/node-version.mjs';
import { helpIfAsked, parseAll } from '../kit/arguments.mjs';
import { live } from '../kit/lifetime.mjs';
import { say, seconds } from '../kit/say.mjs';
import { root } from '../kit/workspace.mjs';

const PARTS = ['webhooks', 'chaos', 'mutants'];

helpIfAsked(
  process.argv,
  `
npm run test:long

What takes too long for every change, one after the other: ${PARTS.map((part) => `npm run test:${part}`).join(', ')}.
All of them run, whatever became of those before. The last line on stdout is one JSON object with the last line of each;
exit code 0 only if each has passed.

  --help   this text
`,
);

await live(async (life) => {
  parseAll('npm run test:long', process.argv.slice(2), {});
  const startedAt = Date.now();
  const results = {};
  let code = 0;
  for (const part of PARTS) {
    if (life.closing) break;
    say(`\n  test:${part}`);
    const partStartedAt = Date.now();
    const outcome = await runPart(life, part);
    say(`  test:${part}: ${outcome.code === 0 ? 'passed' : 'FAILED'}, ${seconds(partStartedAt)}`);
    results[part] = outcome.result;
    code ||= outcome.code;
  }
  const took = Math.round((Date.now() - startedAt) / 1_000);
  return { code, lastLine: JSON.stringify({ ok: code === 0, seconds: took, ...results }) };
});

/** Shows all that a door says, and keeps its last line. */
async function runPart(life, part) {
  const stdio = ['ignore', 'pipe', 'inherit'];
  const child = life.start('npm', ['run', '--silent', `test:${part}`], { cwd: root, stdio }, { graceMs: 90_000 });
  let told = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    process.stdout.write(text);
    told = (told + text).slice(-10_000);
  });
  const { code } = await child.exited;
  await child.stop();
  return { code: code ?? 1, result: resultIn(told) };
}

/** null: it came to no result. */
function resultIn(told) {
  try {
    return JSON.parse(told.trimEnd().split('\n').at(-1));
  } catch {
    return null;
  }
}
