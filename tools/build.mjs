// Compiles the TypeScript of one Nx project into dist/. swc, because it is ten times faster than tsc and, unlike
// esbuild, keeps the decorator metadata that Nest's injection reads. Types are checked apart, by `npm run check`.
// Usage: node tools/build.mjs <projectRoot>...
import swc from '@swc/core';
import fs from 'node:fs/promises';
import path from 'node:path';

const root = process.cwd();
const options = JSON.parse(await fs.readFile('.swcrc', 'utf8'));
delete options.$schema;
options.swcrc = false;
options.jsc.baseUrl = root;
options.jsc.paths = JSON.parse(await fs.readFile('tsconfig.base.json', 'utf8')).compilerOptions.paths;

const isSource = (file) => file.endsWith('.ts') && !file.endsWith('.d.ts') && !file.endsWith('.spec.ts');

async function compile(project, file) {
  const source = path.join(project, file);
  const target = path.join('dist', source.replace(/\.ts$/, '.js'));
  const { code, map } = await swc.transformFile(source, { ...options, filename: path.resolve(source) });
  await fs.mkdir(path.dirname(target), { recursive: true });
  await fs.writeFile(target, `${code}\n//# sourceMappingURL=${path.basename(target)}.map\n`);
  if (map) await fs.writeFile(`${target}.map`, map);
}

/** Data files beside the sources (schemas, samples) travel with the code. */
async function copy(project, file) {
  const target = path.join('dist', project, file);
  await fs.mkdir(path.dirname(target), { recursive: true });
  await fs.copyFile(path.join(project, file), target);
}

for (const project of process.argv.slice(2)) {
  await fs.rm(path.join('dist', project), { recursive: true, force: true });
  const files = (await fs.readdir(project, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(project, path.join(entry.parentPath ?? entry.path, entry.name)));
  const sources = files.filter(isSource);
  const data = files.filter((file) => file.startsWith('src') && !file.endsWith('.ts'));
  await Promise.all([...sources.map((file) => compile(project, file)), ...data.map((file) => copy(project, file))]);
  console.log(`${project}: ${sources.length} files`);
}
