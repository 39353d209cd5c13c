import '../kit/node-version.mjs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { helpIfAsked, parseAll } from '../kit/arguments.mjs';
import { live } from '../kit/lifetime.mjs';
import { say, step, Told } from '../kit/say.mjs';
import { prepare, quietly, root } from '../kit/workspace.mjs';
import { judgeAll, needsServers } from '../mutants/judge.mjs';

helpIfAsked(
  process.argv,
  `
npm run test:mutants [-- options]

Takes each guard of the product out in turn, in a copy of the tree, and runs the tests that are there for it: one of them
has to fail. A guard that nothing misses survives, and a mutant that does not even run is an error; neither is a kill. Two
more, which change nothing and which do not compile, show that both would be noticed. The last line is one JSON object;
exit code 0 only if every guard was killed.

  --only <text>   only guards whose area, name or file holds this
  --json          one JSON line for each guard, too
  --help          this text

Guards that are in SQL are judged on a real PostgreSQL, brought up as for npm test.
`,
);

await live(async (life) => {
  const { only = '', json } = parseAll('npm run test:mutants', process.argv.slice(2), { only: 'value', json: 'flag' });
  say('tillbridge mutants: each guard taken out in turn.');
  await prepare(life);
  await step('compiling the list of guards', () =>
    quietly(life, process.execPath, ['tools/build.mjs', 'tests/mutants']),
  );
  const { guards, controls } = createRequire(import.meta.url)(path.join(root, 'dist/tests/mutants/index.js'));
  const asked = guards.filter(({ area, name, file }) => `${area} ${name} ${file}`.includes(only));
  if (asked.length === 0) throw new Told(`There is no guard called "${only}".`);
  const env = asked.some(needsServers) ? await servers(life) : {};
  const all = await judgeAll([...asked, ...controls.map(({ guard }) => guard)], { life, env, folder: root });
  const judged = all.filter(({ name }) => asked.some((guard) => guard.name === name));
  const killed = judged.filter(({ verdict }) => verdict === 'killed');
  const unnoticed = controls.filter(
    ({ guard, expected }) => all.find(({ name }) => name === guard.name).verdict !== expected,
  );
  for (const { guard, expected } of unnoticed) say(`\n  ${guard.name}: it should have been found ${expected}`);
  const lines = json ? judged.map((each) => JSON.stringify(each)) : [];
  return {
    code: killed.length === judged.length && unnoticed.length === 0 ? 0 : 1,
    lastLine: [...lines, JSON.stringify({ guards: judged.length, killed: killed.length })].join('\n'),
  };
});

async function servers(life) {
  const { startInfra } = await import('../infra/index.mjs');
  return startInfra(life);
}
