// The tidy rules about what nobody uses: files, exported names, packages.
import path from 'node:path';
import { isFixture, isSource } from './files.mjs';

export const unusedRules = {
  /** A file nobody imports and nothing starts is a file nobody maintains. */
  unusedFiles: (files) => {
    const code = files.filter((file) => isSource(file) && /^(apps|libs|tools)\//.test(file.name) && !isFixture(file));
    const imported = new Set(files.filter(isSource).flatMap(importedBy));
    const named = namesIn(files);
    return code
      .filter((file) => !isEntry(file) && !imported.has(withoutExtension(file.name)) && !isNamed(file, named))
      .map((file) => `${file.name}: no file imports it`);
  },

  /** What stands nowhere but where it is made. Its own file counts: a name may be exported for a reader's sake. */
  deadExports: (files) => {
    const code = files.filter((file) => isSource(file) && !isFixture(file));
    const counts = countWords(code.map(withoutRemarks));
    return code.flatMap((file) =>
      [...file.text().matchAll(EXPORT)]
        .filter(([, name]) => (counts.get(name) ?? 0) <= 1)
        .map(([, name]) => `${file.name}: nobody uses ${name}`),
    );
  },

  /** A package that only another one brings along may be gone tomorrow; one that nobody names is dead weight. */
  packages: (files) => {
    const manifest = files.find(({ name }) => name === 'package.json');
    if (!manifest) return [];
    const { dependencies = {}, devDependencies = {}, optionalDependencies = {} } = JSON.parse(manifest.text());
    const declared = new Set(Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies }));
    const code = files.filter((file) => isSource(file) && !isFixture(file));
    const undeclared = code.flatMap((file) =>
      packagesOf(file)
        .filter((name) => !declared.has(name))
        .map((name) => `${file.name}: uses ${name}, which package.json does not name`),
    );
    const texts = files.filter((file) => isConfiguration(file) && file !== manifest).map((file) => file.text());
    const unused = [...Object.keys(dependencies), ...Object.keys(devDependencies)]
      .filter((name) => !UNNAMED.test(name) && !texts.some((text) => mentions(text, name)))
      .map((name) => `package.json: nobody uses ${name}`);
    return [...undeclared, ...unused];
  },
};

/** Loaded by a package of ours by itself: static files by the adapter, pino-http by nestjs-pino, types by the compiler. */
const UNNAMED = /^(@fastify\/static|pino-http|@types\/.*)$/;

const isEntry = ({ name }) => /(^|[/-])(main|index)\.[cm]?[jt]s$|\.spec\.ts$|\.d\.ts$|^tools\/gen-[^/]+$/.test(name);

/** Programs are started by their name; nothing in TypeScript is. */
const isNamed = ({ name }, named) => !name.endsWith('.ts') && named.has(path.posix.basename(name));

/** File names in the code and in what starts programs. A file's remark about itself does not count. */
function namesIn(files) {
  return new Set(
    files
      .filter((file) => isConfiguration(file) && !isFixture(file))
      .flatMap((file) => {
        const own = path.posix.basename(file.name);
        const found = file.text().match(/[\w-]+\.[cm]?js\b/g) ?? [];
        return found.filter((name) => name !== own);
      }),
  );
}

const isConfiguration = (file) =>
  isSource(file) || /(^|\/)(\.swcrc|Dockerfile|(?!package-lock)[\w.-]+\.json)$/.test(file.name);

const EXPORT =
  /^export (?:declare |abstract |async )*(?:const|function\*?|class|interface|type|enum|let) ([A-Za-z_$][\w$]*)/gm;

/** Passing a name on is no use of it, and neither is a remark. */
const withoutRemarks = (file) =>
  file
    .text()
    .replaceAll(/\/\*[\s\S]*?\*\/|(^|\s)\/\/.*$/gm, '')
    .replaceAll(/^export (type )?\{[^}]*\} from.*$/gm, '');

function countWords(texts) {
  const counts = new Map();
  for (const text of texts)
    for (const word of text.match(/[A-Za-z_$][\w$]*/g) ?? []) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

const withoutExtension = (name) => name.replace(/\.[mc]?[jt]s$/, '');

/** The files a file imports by a relative path, without their extension. */
function importedBy(file) {
  const folder = path.posix.dirname(file.name);
  return [...file.text().matchAll(/(?:from|import|require\w*)\s*\(?\s*['"](\.{1,2}(?:\/[^'"]*)?)['"]/g)].map(
    ([, target]) => withoutExtension(path.posix.join(folder, target)),
  );
}

/** The packages a file imports, by name; not our own and not Node's. */
function packagesOf(file) {
  const found = withoutRemarks(file).matchAll(/^(?:import|export)\b[^'"]*?from '((?:@[\w-]+\/)?[\w-]+)[^']*'/gm);
  return [...found].map(([, name]) => name).filter((name) => !name.startsWith('@tillbridge/') && name !== 'node');
}

const mentions = (text, name) => text.includes(`'${name}`) || text.includes(`"${name}`) || text.includes(`/${name}/`);
