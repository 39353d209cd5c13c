// The steps of `npm run check`. Each is a program that prints what it found and exits non-zero.
import fs from 'node:fs';
import path from 'node:path';
import { say, seconds } from '../kit/say.mjs';
import { root } from '../kit/workspace.mjs';

const SIDE_BY_SIDE = 2;
const bin = (name) => path.join('node_modules', name);

/** @type {Record<string, () => string[][]>} the argument lists `node` is run with, one after the other */
export const STEPS = {
  lint: () => [[bin('eslint/bin/eslint.js'), '.', '--max-warnings', '0']],
  types: () => [[bin('typescript/bin/tsc'), '--noEmit', '-p', 'tsconfig.json']],
  format: () => [
    [
      bin('prettier/bin/prettier.cjs'),
      '--check',
      '.',
      '--cache',
      '--cache-location',
      '.dev/prettier-cache',
      '--log-level',
      'warn',
    ],
  ],
  generated: () => generators().map((file) => [path.join('tools', file), '--check']),
  tidy: () => [['tools/tidy.mjs']],
  manifests: () => [['tools/check/manifests.mjs']],
};

const generators = () => fs.readdirSync(path.join(root, 'tools')).filter((file) => /^gen-.*\.mjs$/.test(file));

/** Runs the steps, two at a time. @returns {Promise<number>} exit code */
export async function runSteps(life, names) {
  const queue = [...names];
  const failed = [];
  const worker = async () => {
    for (let name = queue.shift(); name; name = queue.shift()) if (!(await runStep(life, name))) failed.push(name);
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, worker));
  say(failed.length ? `\n  failed: ${failed.join(', ')}` : '\n  all clean');
  return failed.length ? 1 : 0;
}

async function runStep(life, name) {
  const startedAt = Date.now();
  let output = '';
  let clean = true;
  for (const args of STEPS[name]()) {
    const child = life.start(process.execPath, args, {
      cwd: root,
      env: { FORCE_COLOR: '0' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => (output += text));
    const { code } = await child.exited;
    await child.stop();
    clean &&= code === 0;
  }
  say(`  ${clean ? 'ok    ' : 'FAILED'} ${name.padEnd(10)} ${seconds(startedAt)}`);
  if (!clean) say(output.replace(/^/gm, '    '));
  return clean;
}
