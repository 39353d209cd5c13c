import '../kit/node-version.mjs';
import { helpIfAsked } from '../kit/arguments.mjs';
import { live } from '../kit/lifetime.mjs';
import { say, Told } from '../kit/say.mjs';
import { prepare } from '../kit/workspace.mjs';

helpIfAsked(
  process.argv,
  `
npm run check [-- <step>...]

Looks at the code without running it. Steps, all of them unless some are named:

  format      prettier
  lint        eslint: module boundaries, promises, types
  types       tsc
  generated   files made from other files are up to date
  tidy        file length, words, left-overs, the lock file
  manifests   docker-compose.yml and k8s/

One line per step with its time; what a failing step found is printed in full. \`npx prettier --write .\` and
\`npx eslint --fix .\` repair what can be repaired.
`,
);

await live(async (life) => {
  const { STEPS, runSteps } = await import('../check/steps.mjs');
  const wanted = process.argv.slice(2);
  const unknown = wanted.find((name) => !(name in STEPS));
  if (unknown) throw new Told(`There is no step called "${unknown}": one of ${Object.keys(STEPS).join(', ')}.`);
  say('tillbridge check: the code, without running it.');
  // Compiled first: generators read the compiled registry, and the boundary rule reads the project graph Nx leaves behind.
  await prepare(life);
  return runSteps(life, wanted.length ? wanted : Object.keys(STEPS));
});
