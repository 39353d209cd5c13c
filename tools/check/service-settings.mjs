// What each service needs from its environment, read from the classes that ask for it.
import fs from 'node:fs';

/** Chosen by whoever starts the image, not read by a service. */
export const IMAGE_SETTINGS = ['SERVICE', 'SERVICES', 'NODE_ENV', 'NODE_OPTIONS'];
const SHARED = 'libs/service-kit/src/config/service-config.ts';

/**
 * @param {string} source a class whose properties carry `@EnvVar`
 * @returns {{name: string, required: boolean, secret: boolean}[]} a property with an initial value may be left out
 */
export function settingsIn(source) {
  return source
    .split('@EnvVar(')
    .slice(1)
    .map((chunk) => ({ chunk, property: /^ {2}([A-Z][A-Z0-9_]*)\b(.*);$/m.exec(chunk) }))
    .filter(({ property }) => property)
    .map(({ chunk, property: { 1: name, 2: rest, index } }) => ({
      name,
      required: !rest.includes(' = '),
      secret: /\bsecret: true/.test(chunk.slice(0, index)),
    }));
}

/** @returns {Record<string, ReturnType<typeof settingsIn>>} by service */
export function settingsOf(services) {
  const read = (file) => settingsIn(fs.readFileSync(file, 'utf8'));
  return Object.fromEntries(services.map((name) => [name, [...read(SHARED), ...read(`apps/${name}/src/config.ts`)]]));
}

/** The services a container runs: SERVICE names one, SERVICES several that take their turns. */
export const servicesRun = (env) => [env.SERVICE, ...String(env.SERVICES ?? '').split(' ')].filter(Boolean);

/**
 * @param {Record<string, unknown>} env what a container is given, by name
 * @param {ReturnType<typeof settingsOf>} settings
 */
export function environmentFindings(env, settings) {
  const known = new Set([...IMAGE_SETTINGS, ...Object.values(settings).flatMap((all) => all.map(({ name }) => name))]);
  const run = servicesRun(env);
  return [
    ...run
      .filter((name) => !settings[name])
      .map((name) => `runs "${name}", which is no service; one of ${Object.keys(settings).join(', ')}`),
    ...run.flatMap((service) =>
      (settings[service] ?? [])
        .filter(({ name, required }) => required && !(name in env))
        .map(({ name }) => `${service} needs ${name}, which is not provided; add it to the environment`),
    ),
    ...Object.keys(env)
      .filter((name) => !known.has(name))
      .map((name) => `sets ${name}, which no service reads; take it out or correct its name`),
  ];
}

export const secretNames = (settings) =>
  new Set(
    Object.values(settings)
      .flat()
      .filter(({ secret }) => secret)
      .map(({ name }) => name),
  );
