import '../kit/node-version.mjs';
import fs from 'node:fs';
import path from 'node:path';
import { helpIfAsked, parseAll } from '../kit/arguments.mjs';
import { live } from '../kit/lifetime.mjs';
import { say, Told } from '../kit/say.mjs';
import { prepare, quietly, root } from '../kit/workspace.mjs';

/** Editors save in several steps; one rebuild is enough for all of them. */
const SETTLE_MS = 150;

helpIfAsked(
  process.argv,
  `
npm run dev

Brings up the bridge to work on: PostgreSQL and RabbitMQ, a simulated till and two simulated stores, and the four
services, connected. Every address is printed. Each run begins with empty books, and nothing of it is kept.

When a source file changes its project is compiled again and the services that use it are restarted. The simulators are
not: what they sold is in their memory only, so that a change in libs/simulators or libs/testing is seen by the next run.
Ctrl-C ends everything.

  --help   this text

DATABASE_URL and AMQP_URL are used if set; otherwise Docker if an engine answers; otherwise private instances.
`,
);

await live(async (life) => {
  parseAll('npm run dev', process.argv.slice(2), {});
  say('tillbridge dev: the bridge, its vendors as simulators, in watch mode.');
  await prepare(life);
  const { startInfra } = await import('../infra/index.mjs');
  const env = await startInfra(life);
  const world = life.start(process.execPath, ['dist/libs/testing/src/demo/dev-main.js'], {
    cwd: root,
    env,
    stdio: ['pipe', 'inherit', 'inherit'],
  });
  watch(life, (project) => rebuild(life, project, world));
  const { code } = await world.exited;
  return code ?? 1;
});

/** Calls `changed` with the folder of each project that was edited. */
function watch(life, changed) {
  const pending = new Set();
  let timer;
  const flush = async () => {
    const projects = [...pending];
    pending.clear();
    for (const project of projects) await changed(project);
  };
  for (const top of ['apps', 'libs']) {
    const watcher = fs.watch(path.join(root, top), { recursive: true }, (_event, file) => {
      if (!file?.endsWith('.ts') || file.endsWith('.spec.ts')) return;
      pending.add(`${top}/${file.split(path.sep)[0]}`);
      clearTimeout(timer);
      timer = setTimeout(() => void flush(), SETTLE_MS);
    });
    life.defer(() => watcher.close());
  }
}

/** Not in any service: the world around them, which goes on with what it began with. */
const WORLD = ['libs/simulators', 'libs/testing'];

/** A library may be in any service, so its change restarts all of them; a service's own restarts that one. */
async function rebuild(life, project, world) {
  try {
    await quietly(life, process.execPath, ['tools/build.mjs', project]);
  } catch (error) {
    if (!(error instanceof Told)) throw error;
    say(`  ${project} does not compile; the services go on with what they have.`);
    return;
  }
  if (WORLD.includes(project)) {
    say(`  ${project} is compiled; the next run uses it.`);
    return;
  }
  const [top, name] = project.split('/');
  world.stdin.write(`restart ${top === 'apps' ? name : 'all'}\n`);
}
