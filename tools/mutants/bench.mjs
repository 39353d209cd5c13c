// A copy of the tree in which one guard at a time is taken out and put back.
import fs from 'node:fs';
import path from 'node:path';
import { devFolder, root } from '../kit/workspace.mjs';
import { takeOut } from './guards.mjs';
import { verdictOf } from './verdict.mjs';

const LEFT_OUT = new Set(['node_modules', 'dist', '.dev', '.git', '.nx', 'coverage']);
const JEST = path.join(root, 'node_modules/jest/bin/jest.js');
const REPORTER = path.join(root, 'tools/mutants/reporter.js');

export class Bench {
  /** @param {Record<string, string>} env where tests find PostgreSQL and RabbitMQ */
  constructor(life, name, env) {
    this.life = life;
    this.env = env;
    this.folder = life.folder(path.join(devFolder, 'mutants', `${process.pid}-${name}`));
    for (const entry of fs.readdirSync(root).filter((each) => !LEFT_OUT.has(each)))
      fs.cpSync(path.join(root, entry), path.join(this.folder, entry), { recursive: true });
    fs.symlinkSync(path.join(root, 'node_modules'), path.join(this.folder, 'node_modules'));
  }

  /** What the tests of a guard say without it, within this time: a mutant may run in circles. */
  async judge(guard, msMax) {
    const putBack = takeOut(this.folder, guard);
    try {
      return verdictOf(await this.run(guard, { stopsAtFirst: true, msMax }));
    } finally {
      putBack();
    }
  }

  /** What became of these test files; null when they did not end in time, or Jest could not begin. */
  async run({ tests, named }, { stopsAtFirst, msMax }) {
    const output = path.join(this.folder, '.told.json');
    const config = path.join(this.folder, '.jest.config.cjs');
    const reporters = JSON.stringify([[REPORTER, { output, stopsAtFirst }]]);
    fs.rmSync(output, { force: true });
    fs.writeFileSync(config, `module.exports = { ...require('./jest.config.js'), reporters: ${reporters} };\n`);
    const which = [...(named ? ['--testNamePattern', named] : []), '--runTestsByPath', ...tests];
    const how = ['--config', config, '--selectProjects', 'unit', 'integration', '--runInBand'];
    const child = this.life.start(process.execPath, [JEST, ...how, ...which], {
      cwd: this.folder,
      env: this.env,
      stdio: 'ignore',
    });
    const inTime = await endsWithin(child, msMax);
    await child.stop(inTime ? {} : { signal: 'SIGKILL' });
    return inTime && fs.existsSync(output) ? JSON.parse(fs.readFileSync(output, 'utf8')) : null;
  }
}

async function endsWithin(child, ms) {
  let timer;
  const late = new Promise((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  const inTime = await Promise.race([child.exited.then(() => true), late]);
  clearTimeout(timer);
  return inTime;
}
