// Runs Jest once for unit and integration tests, then once for end-to-end tests (one after the other: each of those fills
// the machine by itself), and adds the counts up.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { say } from '../kit/say.mjs';
import { devFolder, root } from '../kit/workspace.mjs';
import { add, countsOf, line } from './counts.mjs';

const JEST = path.join(root, 'node_modules/jest/bin/jest.js');
const REPORTER = path.join(root, 'tools/jest/counts-reporter.js');

export async function runTests(life, { kinds, args, env }) {
  const together = kinds.filter((kind) => kind !== 'e2e');
  const rounds = [
    // One more than there are cores: these tests wait for servers more than they compute.
    ...(together.length ? [{ kinds: together, flags: [`--maxWorkers=${os.availableParallelism() + 1}`] }] : []),
    ...(kinds.includes('e2e') ? [{ kinds: ['e2e'], flags: ['--runInBand'] }] : []),
  ];
  // A path the reader gave may hold tests of one kind only.
  const narrowed = args.length > 0 ? ['--passWithNoTests'] : [];
  let code = 0;
  let counts = countsOf({});
  for (const [index, round] of rounds.entries()) {
    if (life.closing) break;
    say(`\n  ${round.kinds.join(' and ')} tests`);
    const outputFile = path.join(devFolder, `test-counts-${process.pid}-${index}.json`);
    const flags = [...narrowed, '--reporters=default', `--reporters=${REPORTER}`, ...round.flags];
    // The reader's arguments come first: Jest's list options would swallow a path that follows them.
    const jestArgs = [JEST, ...args, '--selectProjects', ...round.kinds, ...flags];
    const roundEnv = { ...env, TILLBRIDGE_TEST_COUNTS: outputFile };
    const roundCode = await life.run(process.execPath, jestArgs, { cwd: root, env: roundEnv });
    code ||= roundCode;
    counts = add(counts, readCounts(outputFile));
  }
  // Nothing passed is nothing shown, be it a misspelt path.
  if (counts.failed > 0 || counts.passed === 0) code ||= 1;
  // A run that broke before it could count, or counted nothing, must not look like one without failures.
  if (code !== 0 && counts.failed === 0) counts = add(counts, { passed: 0, failed: 1, skipped: 0 });
  return { code, lastLine: line(counts) };
}

function readCounts(file) {
  if (!fs.existsSync(file)) return countsOf({});
  const counts = countsOf(JSON.parse(fs.readFileSync(file, 'utf8')));
  fs.rmSync(file);
  return counts;
}
