// A RabbitMQ of our own: own node name, own data, own free ports, own Erlang port mapper, loopback only. It shares nothing
// with a RabbitMQ that may be running on the machine, not even the cookie.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { accepts, freePorts } from '../kit/ports.mjs';
import { until } from '../kit/processes.mjs';
import { rabbitmqPrograms } from './rabbitmq-programs.mjs';

const START_WITHIN_MS = 90_000;
const STOP_WITHIN_MS = 30_000;
const EPMD_WITHIN_MS = 10_000;
const PORTS = ['amqp', 'management', 'distribution', 'epmd'];

/**
 * @param {object} options
 * @param {import('../kit/lifetime.mjs').Lifetime} options.life
 * @param {string} options.dir data, configuration and logs; removed at the end
 */
export async function startPrivateRabbitmq({ life, dir }) {
  const programs = await rabbitmqPrograms(life);
  // RabbitMQ's start scripts split on spaces.
  const home = life.folder(/\s/.test(dir) ? fs.mkdtempSync(path.join(os.tmpdir(), 'tillbridge-')) : dir);
  const ports = await choosePorts();
  writeConfiguration(home, ports);
  const env = environment(home, ports, programs);
  const logFile = path.join(home, 'log/start.log');

  let server;

  const broker = {
    url: `amqp://guest:guest@127.0.0.1:${ports.amqp}`,
    managementUrl: `http://guest:guest@127.0.0.1:${ports.management}`,
    source: 'private',
    detail: `RabbitMQ of our own (${programs.origin}) on 127.0.0.1:${ports.amqp}`,
    start,
    stop,
    async restart(how) {
      await stop(how);
      await start();
    },
  };
  await startPortMapper();
  await start();
  return broker;

  /** First and awaited: a node that starts before its port mapper listens gives up its name. */
  async function startPortMapper() {
    const args = ['-address', '127.0.0.1', '-port', String(ports.epmd)];
    life.start(programs.epmd, args, { env, stdio: toLog(), cwd: home }, { graceMs: 2_000 });
    if (!(await until(() => accepts(ports.epmd), EPMD_WITHIN_MS))) throw failure('has no port mapper');
  }

  async function start() {
    server = life.start(programs.server, [], { env, stdio: toLog(), cwd: home }, { signal: 'SIGKILL' });
    let exited = false;
    void server.exited.then(() => (exited = true));
    const up = await until(
      async () => exited || ((await accepts(ports.amqp)) && (await managementAnswers())),
      START_WITHIN_MS,
    );
    if (!up || exited) throw failure('did not start');
  }

  /** @param {{abrupt?: boolean}} how abrupt: as when the machine loses power */
  async function stop({ abrupt = false } = {}) {
    await server?.stop(abrupt ? { signal: 'SIGKILL' } : { signal: 'SIGTERM', graceMs: STOP_WITHIN_MS });
    await until(async () => !(await accepts(ports.amqp)), STOP_WITHIN_MS);
    server = undefined;
  }

  async function managementAnswers() {
    try {
      const authorization = `Basic ${Buffer.from('guest:guest').toString('base64')}`;
      const { ok } = await fetch(`http://127.0.0.1:${ports.management}/api/overview`, { headers: { authorization } });
      return ok;
    } catch {
      return false;
    }
  }

  function toLog() {
    const file = fs.openSync(logFile, 'a');
    return ['ignore', file, file];
  }

  function failure(what) {
    return new Error(
      `RabbitMQ ${what}. Its log:\n${fs.readFileSync(logFile, 'utf8').split('\n').slice(-40).join('\n')}`,
    );
  }
}

async function choosePorts() {
  const free = await freePorts(PORTS.length);
  return Object.fromEntries(PORTS.map((name, index) => [name, free[index]]));
}

function writeConfiguration(home, ports) {
  for (const folder of ['home', 'data', 'log', 'generated', 'conf.d'])
    fs.mkdirSync(path.join(home, folder), { recursive: true });
  fs.writeFileSync(path.join(home, 'enabled_plugins'), '[rabbitmq_management].\n');
  const lines = [
    `listeners.tcp.1 = 127.0.0.1:${ports.amqp}`,
    'management.tcp.ip = 127.0.0.1',
    `management.tcp.port = ${ports.management}`,
    'loopback_users.guest = true',
    'vm_memory_high_watermark.absolute = 1GB',
    'disk_free_limit.absolute = 100MB',
    // The console shows counters of the last second, not of the last five.
    'collect_statistics_interval = 1000',
    'log.console = false',
    'log.file.level = info',
  ];
  fs.writeFileSync(path.join(home, 'rabbitmq.conf'), `${lines.join('\n')}\n`);
}

/** Every place where RabbitMQ or Erlang would look for the machine's own configuration is pointed at our folder. */
function environment(home, ports, programs) {
  const inherited = Object.keys(process.env).filter((name) => /^(RABBITMQ_|ERL_|ERLANG_|NOTIFY_SOCKET)/.test(name));
  const at = (name) => path.join(home, name);
  return {
    ...Object.fromEntries(inherited.map((name) => [name, undefined])),
    ...programs.env,
    HOME: at('home'),
    ERL_EPMD_ADDRESS: '127.0.0.1',
    ERL_EPMD_PORT: String(ports.epmd),
    RABBITMQ_NODENAME: 'tillbridge@localhost',
    RABBITMQ_DIST_PORT: String(ports.distribution),
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '-kernel inet_dist_use_interface {127,0,0,1}',
    RABBITMQ_CONF_ENV_FILE: at('none'),
    RABBITMQ_CONFIG_FILE: at('rabbitmq.conf'),
    RABBITMQ_CONFIG_FILES: at('conf.d'),
    RABBITMQ_ADVANCED_CONFIG_FILE: at('none.config'),
    RABBITMQ_GENERATED_CONFIG_DIR: at('generated'),
    RABBITMQ_ENABLED_PLUGINS_FILE: at('enabled_plugins'),
    RABBITMQ_MNESIA_BASE: at('data'),
    RABBITMQ_LOG_BASE: at('log'),
    RABBITMQ_PID_FILE: at('rabbitmq.pid'),
  };
}
