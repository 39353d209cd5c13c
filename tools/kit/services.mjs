// The four services as programs of one machine, started again when they end by themselves.
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { say } from './say.mjs';
import { root } from './workspace.mjs';

export const SERVICES = ['inventory-core', 'shopify-gateway', 'lightspeed-gateway', 'reconciler'];

const RESTART_FIRST_MS = 1_000;
const RESTART_MS_MAX = 30_000;
/** One that ran this long was healthy: its next end counts as its first. */
const HEALTHY_AFTER_MS = 60_000;
/** A wrong setting stays wrong however often the program is started. */
const CONFIGURATION_EXIT_CODE = 78;
/** A little more than a service takes at most to finish what is in flight. */
const DRAIN_GRACE_MS = 28_000;

/** On one machine the services find each other on loopback unless the environment says otherwise. */
const peers = {
  INVENTORY_CORE_URL: 'http://127.0.0.1:3100',
  SHOPIFY_GATEWAY_URL: 'http://127.0.0.1:3101',
  LIGHTSPEED_GATEWAY_URL: 'http://127.0.0.1:3102',
};

/** Where vendors reach each gateway, if not both under PUBLIC_URL: they listen on two ports, so mostly not. */
const publicUrls = { 'shopify-gateway': 'SHOPIFY_PUBLIC_URL', 'lightspeed-gateway': 'LIGHTSPEED_PUBLIC_URL' };

/** @returns {{script: string, env: Record<string, string>}} what runs a service */
export function serviceProgram(name, environment = process.env) {
  const publicUrl = environment[publicUrls[name]];
  const unset = Object.entries(peers).filter(([variable]) => !environment[variable]);
  const [token] = (environment.TILLBRIDGE_SERVICE_TOKENS ?? '').split(',');
  return {
    script: path.join(root, 'dist/apps', name, 'src/main.js'),
    env: {
      ...Object.fromEntries(unset),
      ...(publicUrl && { PUBLIC_URL: publicUrl }),
      ...(!environment.TILLBRIDGE_SERVICE_TOKEN && token && { TILLBRIDGE_SERVICE_TOKEN: token }),
    },
  };
}

/**
 * Runs all of `names` until the door closes. Resolves with an exit code as soon as one of them reports wrong settings.
 * @param {import('./lifetime.mjs').Lifetime} life
 */
export function supervise(life, names) {
  say(`  running: ${names.join(', ')}. Ctrl-C ends them.`);
  return Promise.race(names.map((name) => keepRunning(life, name)));
}

async function keepRunning(life, name) {
  const { script, env } = serviceProgram(name);
  let failures = 0;
  for (;;) {
    const startedAt = Date.now();
    const child = life.start(
      process.execPath,
      ['--enable-source-maps', script, 'serve'],
      { cwd: root, env },
      { signal: 'SIGTERM', graceMs: DRAIN_GRACE_MS, together: true },
    );
    const { code, signal } = await child.exited;
    await child.stop();
    if (life.closing || code === CONFIGURATION_EXIT_CODE) return code;
    failures = Date.now() - startedAt > HEALTHY_AFTER_MS ? 1 : failures + 1;
    const pauseMs = restartPauseMs(failures);
    say(`  ${name} ended (${signal ?? `exit code ${code}`}); starting it again in ${pauseMs / 1_000} s`);
    await wait(pauseMs);
  }
}

/** Doubles with each failure in a row, up to a bound. */
export function restartPauseMs(failures) {
  return Math.min(RESTART_MS_MAX, RESTART_FIRST_MS * 2 ** (failures - 1));
}
