import '../kit/node-version.mjs';
import { helpIfAsked, parseAll } from '../kit/arguments.mjs';
import { live } from '../kit/lifetime.mjs';
import { say, step } from '../kit/say.mjs';
import { prepare, quietly, root } from '../kit/workspace.mjs';

helpIfAsked(
  process.argv,
  `
npm run test:model [-- options]

Explores every life of small worlds: the product's own pure functions between a till, stores and a network that loses and
delays. Rules that were taken back are explored, too, and have to be found unsafe, each with its shortest story. The last
line is one JSON object; exit code 0 only if every world is as it is expected to be.

  --only <text>   only worlds whose group or name holds this
  --help          this text
`,
);

await live(async (life) => {
  const { only = '' } = parseAll('npm run test:model', process.argv.slice(2), { only: 'value' });
  say('tillbridge model: every life of small worlds.');
  await prepare(life);
  await step('compiling worlds', () => quietly(life, process.execPath, ['tools/build.mjs', 'tests/model']));
  return life.run(process.execPath, ['--enable-source-maps', 'dist/tests/model/main.js', only], { cwd: root, env: {} });
});
