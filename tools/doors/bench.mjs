import '../kit/node-version.mjs';
import path from 'node:path';
import { helpIfAsked } from '../kit/arguments.mjs';
import { chosen, listOf, readBenches } from '../kit/benches.mjs';
import { live } from '../kit/lifetime.mjs';
import { say, step } from '../kit/say.mjs';
import { prepare, quietly, root } from '../kit/workspace.mjs';

const words = process.argv.slice(2);
const benches = readBenches(path.join(root, 'bench'));

helpIfAsked(
  words,
  `
npm run bench -- <name> [--json] [options]

Measures one thing and says whether its target was met: exit code 0 only if it was. Prints a table; progress goes to stderr.

  --json          the last line on stdout is one JSON object
  --help          this text
${listOf(benches)}

Where a bench needs PostgreSQL: DATABASE_URL is used if set; otherwise Docker if an engine answers; otherwise a private
instance. It runs in a database of its own and refuses a server that may lose what it has committed. Nothing stays behind.
`,
);

await live(async (life) => {
  const { name, ...how } = chosen(benches, words);
  say(`tillbridge bench: ${name}.`);
  await prepare(life);
  // No Nx project: like tests, benches reach into every project, which those may not do among themselves.
  await step('compiling benches', () => quietly(life, process.execPath, ['tools/build.mjs', 'bench', 'tests/sim']));
  const program = ['--enable-source-maps', 'dist/bench/main.js', name, JSON.stringify(how)];
  return life.run(process.execPath, program, {
    cwd: root,
    env: how.needs.includes('postgres') ? await postgres(life) : {},
  });
});

async function postgres(life) {
  const { runFolder } = await import('../infra/index.mjs');
  const { startPostgres } = await import('../infra/postgres.mjs');
  const { url } = await startPostgres({ life, dir: runFolder(life) });
  return { DATABASE_URL: url };
}
