import '../kit/node-version.mjs';
import { helpIfAsked, parseAll } from '../kit/arguments.mjs';
import { live } from '../kit/lifetime.mjs';
import { say, step, Told } from '../kit/say.mjs';
import { prepare, quietly, root } from '../kit/workspace.mjs';

const SEEDS = '1000';

helpIfAsked(
  process.argv,
  `
npm run test:sim [-- options]

Plays the life of a shop for each seed: the production logic over memory, with a clock, a network, vendors and people that
follow from the seed. Webhooks are lost, doubled and late, vendors refuse, forget to answer and show what was, services die
wherever they wait. An auditor keeps books of its own from what the vendors show. The last line is one JSON object; exit
code 0 only if no seed failed.

  --seeds <number>   how many seeds, default ${SEEDS}
  --from <number>    the first of them, default 1
  --seed <number>    plays this one alone and shows everything that happens in it
  --help             this text
`,
);

await live(async (life) => {
  const asked = parseAll('npm run test:sim', process.argv.slice(2), { seeds: 'value', from: 'value', seed: 'value' });
  for (const [name, value] of Object.entries(asked))
    if (!/^[1-9]\d*$/.test(value)) throw new Told(`--${name} has to be a whole number above 0, not "${value}".`);
  const { seeds = SEEDS, from = '1', seed } = asked;
  say(`tillbridge simulation: ${seed ? `the life of seed ${seed}` : `the lives of ${seeds} seeds`}.`);
  await prepare(life);
  await step('compiling worlds', () => quietly(life, process.execPath, ['tools/build.mjs', 'tests/sim']));
  const what = seed ? ['seed', seed] : ['seeds', seeds, from];
  return life.run(process.execPath, ['--enable-source-maps', 'dist/tests/sim/main.js', ...what], {
    cwd: root,
    env: {},
  });
});
