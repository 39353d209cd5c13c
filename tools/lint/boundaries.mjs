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
  'app-reconciler': ['contracts', 'persistence', 'service-kit'],
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
      'Only *.typeorm.ts, entities.ts, migrations, libs/persistence and the modules of core and reconciler may know TypeORM: everything else works on ports, so that it also runs on the memory stores.',
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

/**
 * What differs from one run to the next comes through `machine` (libs/persistence), so that a simulation can put its own
 * underneath and a seed repeats. Only who is itself at the edge asks the real one: programs and their wiring, what speaks
 * to PostgreSQL, RabbitMQ and HTTP. No simulation runs through these.
 */
export const MACHINE_MESSAGE =
  'The clock, waiting and chance come from `machine`, `pause` and `timeOrderedId` of libs/persistence; otherwise a seed does not repeat in the simulation.';
export const machineProperties = [
  { object: 'Date', property: 'now', message: MACHINE_MESSAGE },
  { object: 'Math', property: 'random', message: MACHINE_MESSAGE },
  { object: 'performance', property: 'now', message: MACHINE_MESSAGE },
  { object: 'crypto', property: 'randomUUID', message: MACHINE_MESSAGE },
];
export const machineGlobals = ['setTimeout', 'setInterval', 'setImmediate'].map((name) => ({
  name,
  message: MACHINE_MESSAGE,
}));
export const machineSyntax = [
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: MACHINE_MESSAGE },
  {
    selector: "ImportDeclaration[source.value='uuid'] ImportSpecifier[imported.name=/^v[147]$/]",
    message: MACHINE_MESSAGE,
  },
  {
    selector: "ImportDeclaration[source.value='node:crypto'] ImportSpecifier[imported.name=/^random/]",
    message: MACHINE_MESSAGE,
  },
  { selector: "ImportDeclaration[source.value='node:timers/promises']", message: MACHINE_MESSAGE },
];
export const MACHINE_FILES = ['apps/**/*.ts', 'libs/**/*.ts'];
export const AT_THE_EDGE = [
  'libs/persistence/src/machine.ts',
  // Keys and nonces: nobody may be able to repeat these.
  'libs/persistence/src/cipher.ts',
  'apps/lightspeed-gateway/src/import-config.ts',
  // Waits for a database, a broker, a mail server or its own end.
  'libs/persistence/src/data-source.ts',
  'libs/messaging/**/*.ts',
  'libs/service-kit/src/{run,health}/**/*.ts',
  'libs/service-kit/src/alerts/mail-sink.ts',
  // HTTP callers of one process, batched by its event loop.
  'libs/service-kit/src/pace/micro-batcher.ts',
  'apps/reconciler/src/run-keeper.ts',
  'apps/inventory-core/src/shop/remembered-shop.ts',
  '**/main.ts',
  '**/*.module.ts',
  '**/wiring/**/*.ts',
  '**/*.typeorm.ts',
  // The twins keep time of their own, and paper stands in for specs.
  'libs/simulators/**/*.ts',
  'libs/testing/**/*.ts',
  '**/paper-*.ts',
  'libs/service-kit/spec-kit/**/*.ts',
];

const TYPEORM_FILES = [
  '**/*.typeorm.ts',
  '**/entities.ts',
  '**/*.entities.ts',
  '**/entities/**/*.ts',
  '**/migrations/**/*.ts',
  '**/migrations.ts',
];
const NEST_FILES = ['**/main.ts', '**/*.module.ts', '**/*.controller.ts', '**/http/**/*.ts', '**/wiring/**/*.ts'];

const WITH_TYPEORM = ['libs/gateway-kit', 'apps/inventory-core', 'apps/reconciler'];

/** Where each ban holds. A later entry replaces the earlier ones for the files it names, as ESLint does. */
export const zones = [
  { name: 'contracts', files: ['libs/contracts/**/*.ts'], bans: ['onlyZod'] },
  {
    name: 'stock arithmetic',
    files: ['libs/level-mirror/**/*.ts', 'libs/stock-domain/**/*.ts'],
    bans: ['nothing'],
    pure: true,
  },
  { name: 'persistence', files: ['libs/persistence/**/*.ts'], bans: ['amqp', 'nest'] },
  { name: 'messaging', files: ['libs/messaging/**/*.ts'], bans: ['typeorm'] },
  { name: 'service-kit', files: ['libs/service-kit/**/*.ts'], bans: ['typeorm', 'amqp'] },
  {
    // Opens the database for a service, and names the token under which it is injected.
    name: "service-kit's database",
    files: ['libs/service-kit/**/*.typeorm.ts', 'libs/service-kit/src/tokens.ts'],
    bans: ['amqp'],
  },
  { name: 'gateways and apps', files: ['libs/gateway-kit/**/*.ts', 'apps/**/*.ts'], bans: ['typeorm', 'amqp', 'nest'] },
  {
    name: 'wiring of gateways and apps',
    files: within(['libs/gateway-kit', 'apps/*'], NEST_FILES),
    bans: ['typeorm', 'amqp'],
  },
  { name: 'stores', files: within(WITH_TYPEORM, TYPEORM_FILES), bans: ['amqp', 'nest'] },
  {
    name: 'modules that wire a data source to the ports',
    files: within(['apps/inventory-core', 'apps/reconciler'], ['**/*.module.ts']),
    bans: ['amqp'],
  },
  {
    // Last: these stay pure wherever they lie.
    name: 'decisions',
    files: ['apps/**/use-cases/**/*.ts', 'apps/**/translate.ts', 'apps/**/translate/**/*.ts', 'apps/**/compare.ts'],
    bans: ['typeorm', 'amqp', 'nest', 'io'],
    pure: true,
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
