// Lets a spec start a TypeScript program as a process of its own, without a build: node -r ./typescript.cjs main.ts
const fs = require('node:fs');
const path = require('node:path');
const swc = require('@swc/core');

const root = path.resolve(__dirname, '../../..');
const read = (file) => JSON.parse(fs.readFileSync(path.join(root, file), 'utf8'));
const { $schema: _, ...options } = read('.swcrc');
const { paths } = read('tsconfig.base.json').compilerOptions;

require.extensions['.ts'] = (module, filename) => {
  const jsc = { ...options.jsc, baseUrl: root, paths };
  const { code } = swc.transformFileSync(filename, { ...options, jsc, swcrc: false, filename, sourceMaps: 'inline' });
  module._compile(code, filename);
};
