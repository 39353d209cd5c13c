// Three kinds of test, told apart by the end of the file name. `npm test` runs them all and brings up what they need;
// for one kind: npm test -- --kind unit
const fs = require('node:fs');
const { compilerOptions } = JSON.parse(fs.readFileSync(`${__dirname}/tsconfig.base.json`, 'utf8'));
const swc = { ...JSON.parse(fs.readFileSync(`${__dirname}/.swcrc`, 'utf8')), swcrc: false };

const moduleNameMapper = Object.fromEntries(
  Object.entries(compilerOptions.paths).map(([name, [file]]) => [`^${name}$`, `<rootDir>/${file.replace('./', '')}`]),
);

// Nest 12 and a few of its neighbours ship ES modules only; Jest runs CommonJS, so these are compiled too.
const esmOnly = [
  '@nestjs',
  'nestjs-pino',
  'file-type',
  'strtok3',
  'token-types',
  'uint8array-extras',
  '@tokenizer',
  'load-esm',
  'uid',
  'uuid',
  'iterare',
  'content-disposition',
  'cookie',
];

const common = {
  rootDir: __dirname,
  cacheDirectory: `${__dirname}/.dev/jest-cache`,
  testEnvironment: 'node',
  // Only our own folders: node_modules, dist and .dev are not crawled.
  roots: ['apps', 'bench', 'libs', 'tests', 'tools']
    .filter((name) => fs.existsSync(`${__dirname}/${name}`))
    .map((name) => `<rootDir>/${name}`),
  moduleNameMapper,
  transform: {
    '^.+\\.ts$': ['@swc/jest', swc],
    '(node_modules|/tools)/.+\\.m?js$': [
      '@swc/jest',
      { swcrc: false, jsc: { target: 'es2022', parser: { syntax: 'ecmascript' } }, module: { type: 'commonjs' } },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esmOnly.join('|')})/)`],
};

const kind = (displayName, suffix, extra = {}) => ({
  ...common,
  displayName,
  testMatch: [`<rootDir>/{apps,bench,libs,tests,tools}/**/*${suffix}`],
  ...extra,
});

const patient = (file) => ({ setupFilesAfterEnv: [`<rootDir>/tools/jest/${file}`] });

module.exports = {
  // Watchman, where installed, would be started as a service and stay.
  watchman: false,
  projects: [
    // Whatever is not one of the other two, so that no test is left out by its name.
    kind('unit', '.spec.ts', {
      ...patient('unit.js'),
      testPathIgnorePatterns: ['\\.(int|e2e)\\.spec\\.ts$', '/node_modules/'],
    }),
    kind('integration', '.int.spec.ts', patient('integration.js')),
    kind('e2e', '.e2e.spec.ts', patient('e2e.js')),
  ],
};
