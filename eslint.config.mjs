// Walls and habits. The table of who may use what is tools/lint/boundaries.mjs; each rule has a fixture that breaks it.
import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';
import {
  AT_THE_EDGE,
  bans,
  depConstraints,
  impure,
  impureGlobals,
  MACHINE_FILES,
  machineGlobals,
  machineProperties,
  machineSyntax,
  SPECS,
  zones,
} from './tools/lint/boundaries.mjs';
import { habits } from './tools/lint/habits.mjs';

const boundaries = (forSpecs) => [
  'error',
  {
    enforceBuildableLibDependency: false,
    allow: [],
    // A library's specs use the test kit, which uses the library: a circle of tests, not of code.
    ignoredCircularDependencies: [
      ['testing', '!testing'],
      ['!testing', 'testing'],
    ],
    depConstraints: depConstraints(forSpecs),
  },
];

/** Several bans in one zone are one rule: ESLint keeps only the last setting of a rule for a file. */
const zone = ({ name, files, bans: names, pure }) => ({
  files,
  ignores: SPECS,
  // Nobody reads it but the test that tries every ban of every zone.
  settings: { zone: name },
  rules: {
    'no-restricted-imports': ['error', { patterns: names.map((name) => bans[name]) }],
    ...(pure && {
      'no-restricted-properties': ['error', ...impure],
      'no-restricted-globals': ['error', ...impureGlobals],
    }),
    ...(pure && { 'no-restricted-syntax': ['error', CLOCK] }),
  },
});

const CLOCK = {
  selector: "NewExpression[callee.name='Date'][arguments.length=0]",
  message: 'Pure code takes `now` as an argument; otherwise a replay does not repeat.',
};

export default tseslint.config(
  { ignores: ['dist/', '.dev/', '.nx/', 'coverage/', 'tools/lint/fixtures/', '**/*.d.ts'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommended],
    plugins: { '@nx': nx },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@nx/enforce-module-boundaries': boundaries(false),
      ...habits,
      // Nest modules and TypeORM migrations are classes that hold nothing.
      '@typescript-eslint/no-extraneous-class': 'off',
    },
  },
  {
    // Before the zones: pure ones forbid more.
    files: MACHINE_FILES,
    ignores: [...AT_THE_EDGE, ...SPECS],
    rules: {
      'no-restricted-properties': ['error', ...machineProperties],
      'no-restricted-globals': ['error', ...machineGlobals],
      'no-restricted-syntax': ['error', ...machineSyntax],
    },
  },
  ...zones.map(zone),
  {
    files: SPECS,
    rules: { '@nx/enforce-module-boundaries': boundaries(true), 'max-lines-per-function': 'off' },
  },
  { files: ['**/migrations/**/*.ts', '**/migrations.ts'], rules: { 'max-lines-per-function': 'off' } },
  {
    files: ['**/*.{js,cjs,mjs}'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { globals: {} },
    rules: { eqeqeq: 'error', 'no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }] },
  },
  prettier,
);
