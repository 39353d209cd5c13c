// What each service needs from its environment, read from the classes that ask for it.
import fs from 'node:fs';

/** Chosen by whoever starts the image, not read by a service. */
export const IMAGE_SETTINGS = ['SERVICE', 'SERVICES', 'NODE_ENV', 'NODE_OPTIONS'];
const CONFIGS = 'libs/service-kit/src/config';
const SHARED = `${CONFIGS}/service-config.ts`;
/** What a service reads besides, if its class extends one of these. */
const SHARED_BY_SOME = { AlertingConfig: `${CONFIGS}/alerting-config.ts` };

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
  const text = (file) => fs.readFileSync(file, 'utf8');
  const all = (name) => {
    const own = text(`apps/${name}/src/config.ts`);
    const [, base] = /\bextends (\w+)/.exec(own) ?? [];
    return [text(SHARED), ...(SHARED_BY_SOME[base] ? [text(SHARED_BY_SOME[base])] : []), own].flatMap(settingsIn);
  };
  return Object.fromEntries(services.map((name) => [name, all(name)]));
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

/** Secrets that a container is given and nothing it runs reads: one that is broken into gives them away. */
export function secretsOfOthers(env, settings) {
  const read = new Set(servicesRun(env).flatMap((service) => (settings[service] ?? []).map(({ name }) => name)));
  const secret = secretNames(settings);
  return Object.keys(env).filter((name) => secret.has(name) && !read.has(name));
}

export const secretNames = (settings) =>
  new Set(
    Object.values(settings)
      .flat()
      .filter(({ secret }) => secret)
      .map(({ name }) => name),
  );
