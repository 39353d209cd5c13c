// Where a RabbitMQ to run comes from: the one the machine has, else Debian's packages unpacked under .dev/ (nothing is
// installed into the system). Only its programs are used: data, name, ports and configuration are always our own.
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { step, Told } from '../kit/say.mjs';
import { devFolder, quietly } from '../kit/workspace.mjs';

const UNPACKED = path.join(devFolder, 'rabbitmq-packages');
const SERVER = 'rabbitmq-server';

/**
 * @returns {Promise<{server: string, epmd: string, env: Record<string, string>, origin: string}>}
 *   the server's start script, Erlang's port mapper and what both need in their environment
 */
export async function rabbitmqPrograms(life) {
  const installed = fromMachine();
  if (installed) return installed;
  if (!fs.existsSync(UNPACKED)) await unpackDebian(life);
  return fromPackages(UNPACKED);
}

/** The start script itself. Debian's /usr/sbin/rabbitmq-server is a wrapper that changes user and folder: not that one. */
function fromMachine() {
  const beside = [
    '/usr/lib/rabbitmq/bin',
    '/opt/homebrew/opt/rabbitmq/sbin',
    '/usr/local/opt/rabbitmq/sbin',
    ...onPath(),
  ];
  const home = beside.map(realFolder).find((folder) => folder && fs.existsSync(path.join(folder, 'rabbitmq-env')));
  const erl = findOnPath('erl');
  if (!home || !erl) return null;
  const epmd = findOnPath('epmd') ?? epmdUnder(erlangRoot(erl));
  return epmd && { server: path.join(home, 'rabbitmq-server'), epmd, env: {}, origin: "the machine's rabbitmq-server" };
}

function fromPackages(folder) {
  const libraries = list(path.join(folder, 'usr/lib')).filter((name) => name.endsWith('-linux-gnu'));
  return {
    server: path.join(folder, 'usr/lib/rabbitmq/bin/rabbitmq-server'),
    epmd: epmdUnder(path.join(folder, 'usr/lib/erlang')),
    env: {
      PATH: `${path.join(folder, 'bin')}:${process.env.PATH}`,
      LD_LIBRARY_PATH: libraries.map((name) => path.join(folder, 'usr/lib', name)).join(':'),
    },
    origin: "Debian's packages unpacked under .dev",
  };
}

async function unpackDebian(life) {
  if (!findOnPath('apt-get') || !findOnPath('dpkg')) {
    throw new Told(
      'RabbitMQ is needed and this machine has none: install rabbitmq-server, start Docker, or set AMQP_URL to a RabbitMQ 3.10 or newer.',
    );
  }
  await step("fetching RabbitMQ (Debian's packages, unpacked under .dev, nothing installed)", async (note) => {
    const work = life.folder(path.join(devFolder, `rabbitmq-packages.${process.pid}`));
    const apt = await aptOptions(life, work);
    const packages = packagesNeeded(apt);
    note(`${packages.length} packages`);
    const downloads = path.join(work, 'downloads');
    const unpacked = path.join(work, 'root');
    for (const folder of [downloads, unpacked]) fs.mkdirSync(folder, { recursive: true });
    await quietly(life, 'apt-get', [...apt, '-qq', 'download', ...packages], { cwd: downloads });
    for (const file of list(downloads)) await quietly(life, 'dpkg', ['-x', path.join(downloads, file), unpacked]);
    writeErlWrapper(unpacked);
    fs.renameSync(unpacked, UNPACKED);
  });
}

/** The system's package lists if it has any; else lists of our own, for a container image comes without. */
async function aptOptions(life, work) {
  // apt fetches as the user _apt, who cannot write into our folder.
  const options = ['-o', 'APT::Sandbox::User='];
  if (aptKnows(options, SERVER)) return options;
  const folders = { 'Dir::State::lists': 'lists', 'Dir::Cache': 'cache' };
  for (const [name, folder] of Object.entries(folders)) {
    fs.mkdirSync(path.join(work, folder, 'partial'), { recursive: true });
    options.push('-o', `${name}=${path.join(work, folder)}`);
  }
  await quietly(life, 'apt-get', [...options, '-qq', 'update']);
  if (aptKnows(options, SERVER)) return options;
  throw new Told('apt has no rabbitmq-server here: start Docker, or set AMQP_URL to a RabbitMQ 3.10 or newer.');
}

const aptKnows = (options, name) =>
  spawnSync('apt-cache', [...options, 'show', '--no-all-versions', name], { stdio: 'ignore' }).status === 0;

/** The server, Erlang, and the libraries Erlang links to that the machine lacks; not cron, systemd and their like. */
function packagesNeeded(apt) {
  const wanted = new Set([SERVER]);
  const libraries = new Set();
  for (const name of wanted) {
    for (const dependency of dependenciesOf(apt, name)) {
      if (dependency.startsWith('erlang-')) wanted.add(dependency);
      else if (name !== SERVER && /^(lib|zlib)/.test(dependency)) libraries.add(dependency);
    }
  }
  return [...wanted, ...[...libraries].filter((name) => !isInstalled(name))];
}

function dependenciesOf(apt, name) {
  const output = execFileSync('apt-cache', [...apt, 'depends', '--important', name], { encoding: 'utf8' });
  // Alternatives ("|Depends") and virtual packages ("<name>") are left out: the plain entry follows them.
  return [...output.matchAll(/^ {2}(?:Pre)?Depends: ([^<\s]+)$/gm)].map(([, dependency]) => dependency.split(':')[0]);
}

const isInstalled = (name) =>
  spawnSync('dpkg-query', ['-W', '-f=${db:Status-Status}', name], { encoding: 'utf8' }).stdout === 'installed';

/** Debian's `erl` insists on /usr/lib/erlang; this one finds itself, so that the folder may be moved. */
function writeErlWrapper(unpacked) {
  const emulator = path.basename(erts(path.join(unpacked, 'usr/lib/erlang')));
  const lines = [
    '#!/bin/sh',
    'ROOTDIR=$(cd "$(dirname "$0")/../usr/lib/erlang" && pwd)',
    `BINDIR="$ROOTDIR/${emulator}/bin"`,
    'EMU=beam',
    'PROGNAME=erl',
    'export ROOTDIR BINDIR EMU PROGNAME',
    'exec "$BINDIR/erlexec" "$@"',
  ];
  fs.mkdirSync(path.join(unpacked, 'bin'));
  fs.writeFileSync(path.join(unpacked, 'bin/erl'), `${lines.join('\n')}\n`, { mode: 0o755 });
}

function erts(erlang) {
  const name = list(erlang).find((entry) => /^erts-/.test(entry));
  if (!name) throw new Error(`No Erlang run-time under ${erlang}.`);
  return path.join(erlang, name);
}

const epmdUnder = (erlang) => path.join(erts(erlang), 'bin/epmd');

const erlangRoot = (erl) =>
  execFileSync(erl, ['-noshell', '-eval', 'io:format("~s", [code:root_dir()]), halt().'], { encoding: 'utf8' });

const onPath = () => (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);

const findOnPath = (name) =>
  onPath()
    .map((folder) => path.join(folder, name))
    .find((file) => fs.existsSync(file));

function realFolder(folder) {
  const script = path.join(folder, 'rabbitmq-server');
  return fs.existsSync(script) ? path.dirname(fs.realpathSync(script)) : null;
}

function list(folder) {
  return fs.existsSync(folder) ? fs.readdirSync(folder) : [];
}
