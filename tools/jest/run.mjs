// Runs Jest once for unit and integration tests, then once for end-to-end tests (one after the other: each of those fills
// the machine by itself), and adds the counts up.
import fs from 'node:fs';
import path from 'node:path';
import { say } from '../kit/say.mjs';
import { devFolder, root } from '../kit/workspace.mjs';
import { add, countsOf, line } from './counts.mjs';

export async function runTests(life, { kinds, args, env }) {
  const together = kinds.filter((kind) => kind !== 'e2e');
  const rounds = [
    ...(together.length ? [{ kinds: together, flags: [] }] : []),
    ...(kinds.includes('e2e') ? [{ kinds: ['e2e'], flags: ['--runInBand'] }] : []),
  ];
  let code = 0;
  let counts = countsOf({});
  for (const [index, round] of rounds.entries()) {
    say(`\n  ${round.kinds.join(' and ')} tests`);
    const outputFile = path.join(devFolder, `test-results-${process.pid}-${index}.json`);
    // --forceExit: a connection that a failed test left open must not keep the door open.
    const flags = ['--passWithNoTests', '--forceExit', '--json', `--outputFile=${outputFile}`, ...round.flags];
    const jest = path.join(root, 'node_modules/jest/bin/jest.js');
    const jestArgs = [jest, '--selectProjects', ...round.kinds, ...flags, ...args];
    // Jest's own report goes to stderr; the JSON it also prints to stdout is read from the file instead.
    const roundCode = await life.run(process.execPath, jestArgs, {
      cwd: root,
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    code ||= roundCode;
    counts = add(counts, readCounts(outputFile));
  }
  if (counts.failed > 0) code ||= 1;
  // A run that broke before it could count must not look like one without failures.
  if (code !== 0 && counts.failed === 0) counts = add(counts, { passed: 0, failed: 1, skipped: 0 });
  return { code, lastLine: line(counts) };
}

function readCounts(file) {
  if (!fs.existsSync(file)) return countsOf({});
  const counts = countsOf(JSON.parse(fs.readFileSync(file, 'utf8')));
  fs.rmSync(file);
  return counts;
}
