// Who may use what, as one table. eslint.config.mjs turns it into rules; boundaries.spec.ts breaks each rule once.

/** One Nx tag per project. What is not listed may not be imported. */
export const mayImport = {
  contracts: [],
  mirror: [],
  domain: ['mirror'],
  persistence: ['contracts'],
  messaging: ['contracts', 'persistence'],
  'service-kit': ['contracts', 'persistence', 'messaging'],
  'gateway-kit': ['contracts', 'mirror', 'persistence', 'messaging', 'service-kit'],
  'app-core': ['contracts', 'domain', 'mirror', 'persistence', 'messaging', 'service-kit'],
  'app-gateway': ['contracts', 'gateway-kit', 'persistence', 'messaging', 'service-kit'],
  'app-reconciler': ['contracts', 'domain', 'persistence', 'messaging', 'service-kit'],
  simulators: [],
};
const tags = [...Object.keys(mayImport), 'testing'];

/** Specs may also use the twins and the test kit; the test kit may use everything. */
export const depConstraints = (forSpecs) => [
  ...Object.entries(mayImport).map(([sourceTag, allowed]) => ({
    sourceTag,
    onlyDependOnLibsWithTags: forSpecs ? [...allowed, sourceTag, 'testing', 'simulators'] : [...allowed, 'none'],
  })),
  { sourceTag: 'testing', onlyDependOnLibsWithTags: tags },
];

const TYPEORM = ['typeorm', 'typeorm/*', '@nestjs/typeorm', '@nestjs/typeorm/*', 'pg'];
const AMQP = ['amqplib', 'amqplib/*', 'amqp-connection-manager', 'amqp-connection-manager/*'];
const NEST = ['@nestjs/*', '@nestjs/*/**', 'nestjs-pino'];

export const bans = {
  typeorm: {
    group: TYPEORM,
    message:
      'Only *.typeorm.ts, entities.ts, migrations, main.ts and libs/persistence may know TypeORM: everything else works on ports, so that it also runs on the memory stores.',
  },
  amqp: {
    group: AMQP,
    message:
      'Only libs/messaging may speak AMQP: acknowledgement, confirms, retry and parking are written once. Publish through the outbox, consume through @FactBatch.',
  },
  nest: {
    group: NEST,
    message:
      'Nest belongs in main.ts, *.module.ts, controllers, http/ and wiring/. Rules and use cases are plain functions that are given what they need.',
  },
  io: {
    // A hash is a calculation: node:crypto may stay.
    regex: '^(node:(?!crypto$).*|fs|http|https|net|child_process|timers|pino)(/.*)?$',
    message: 'This file decides, it does not do: no I/O. Take what is needed as an argument.',
  },
  onlyZod: {
    regex: '^(?!zod$|\\.{1,2}/|@tillbridge/).+',
    message:
      'Contracts are read by every service and by the documentation: they may depend on zod and on nothing else.',
  },
  nothing: {
    regex: '^(?!\\.{1,2}/|@tillbridge/).+',
    message:
      'Stock arithmetic is pure: no package and no node: module, so that the same code runs in services, simulations and proofs.',
  },
};

/** Clocks and dice: a pure module gets `now` and its ids as arguments, or a replay would not repeat. */
export const impure = [
  {
    object: 'Date',
    property: 'now',
    message: 'Pure code takes `now` as an argument; otherwise a replay does not repeat.',
  },
  {
    object: 'Math',
    property: 'random',
    message: 'Pure code is given its randomness; otherwise a seed does not repeat.',
  },
  {
    object: 'performance',
    property: 'now',
    message: 'Pure code takes `now` as an argument; otherwise a replay does not repeat.',
  },
];

export const impureGlobals = ['process', 'setTimeout', 'setInterval', 'setImmediate', 'fetch', 'crypto', 'console'].map(
  (name) => ({
    name,
    message: 'Pure code has no clock, no environment and no I/O: take what is needed as an argument.',
  }),
);

const TYPEORM_FILES = [
  '**/*.typeorm.ts',
  '**/entities.ts',
  '**/*.entities.ts',
  '**/entities/**/*.ts',
  '**/migrations/**/*.ts',
  '**/migrations.ts',
];
const NEST_FILES = ['**/*.module.ts', '**/*.controller.ts', '**/http/**/*.ts', '**/wiring/**/*.ts'];

const WITH_TYPEORM = ['libs/gateway-kit', 'apps/inventory-core', 'apps/reconciler'];

/** Where each ban holds. A later entry replaces the earlier ones for the files it names, as ESLint does. */
export const zones = [
  { files: ['libs/contracts/**/*.ts'], bans: ['onlyZod'] },
  { files: ['libs/level-mirror/**/*.ts', 'libs/stock-domain/**/*.ts'], bans: ['nothing'], pure: true },
  { files: ['libs/persistence/**/*.ts'], bans: ['amqp', 'nest'] },
  { files: ['libs/messaging/**/*.ts'], bans: ['typeorm'] },
  { files: ['libs/service-kit/**/*.ts'], bans: ['amqp'] },
  { files: ['libs/gateway-kit/**/*.ts', 'apps/**/*.ts'], bans: ['typeorm', 'amqp', 'nest'] },
  { files: within(['libs/gateway-kit', 'apps/*'], NEST_FILES), bans: ['typeorm', 'amqp'] },
  { files: within(WITH_TYPEORM, TYPEORM_FILES), bans: ['amqp', 'nest'] },
  // Where a data source is wired to the ports.
  {
    files: ['apps/inventory-core/**/*.module.ts', 'apps/reconciler/**/*.module.ts', 'apps/*/src/main.ts'],
    bans: ['amqp'],
  },
  // Last: these stay pure wherever they lie.
  {
    files: ['apps/**/use-cases/**/*.ts', 'apps/**/translate.ts', 'apps/**/translate/**/*.ts', 'apps/**/compare.ts'],
    bans: ['typeorm', 'amqp', 'nest', 'io'],
  },
];

export const SPECS = [
  '**/*.spec.ts',
  '**/*.contract.ts',
  '**/spec-*.ts',
  '**/spec-kit/**/*.ts',
  '**/sample/**/*.ts',
  'libs/testing/**/*.ts',
  'tests/**/*.ts',
];

function within(folders, patterns) {
  return folders.flatMap((folder) => patterns.map((pattern) => `${folder}/${pattern}`));
}
