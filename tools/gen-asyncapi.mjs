// Writes docs/asyncapi.yaml from the compiled event registry. With --check it writes nothing and fails when the file is stale.
// Usage: npm run build && node tools/gen-asyncapi.mjs [--check]
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import asyncApi from './asyncapi-document.cjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const compiled = path.join(root, 'dist/libs/contracts/src/index.js');
const target = path.join(root, 'docs/asyncapi.yaml');

if (!fs.existsSync(compiled)) {
  console.error('libs/contracts is not compiled yet: run "npm run build" first.');
  process.exit(1);
}
const { version } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
const wanted = asyncApi.asyncApiYaml(createRequire(import.meta.url)(compiled), version);
const present = fs.existsSync(target) ? fs.readFileSync(target, 'utf8') : '';

if (wanted === present) {
  console.log('docs/asyncapi.yaml is up to date');
} else if (process.argv.includes('--check')) {
  console.error(
    'docs/asyncapi.yaml is not what libs/contracts says: run "npm run build && node tools/gen-asyncapi.mjs".',
  );
  process.exitCode = 1;
} else {
  fs.writeFileSync(target, wanted);
  console.log('docs/asyncapi.yaml written');
}
