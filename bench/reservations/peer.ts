import { execFile } from 'node:child_process';
import fs from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { freshDatabase } from '@tillbridge/testing';
import { numberOf, type BenchContext } from '../kit/bench';
import { installOnce, reasonOf } from './peer-install';

export interface PeerFigures {
  readonly name: string;
  readonly callers: number;
  /** The median of as many runs as ours has. */
  readonly perSec: number;
}

export interface PeerResult {
  readonly figures: PeerFigures | null;
  /** One line for people; empty where nobody asked for a peer. */
  readonly says: string;
}

const run = promisify(execFile);
const version = '2.21.2';
const packages = ['framework', 'inventory', 'locking'].map((name) => `@medusajs/${name}@${version}`);
const folder = path.resolve('.dev', `peer-medusa-${version}`);
const program = path.resolve('bench', 'reservations', 'peer-medusa.cjs');
/** What it did best at; with as many as ours, callers time out waiting for its lock. */
const callers = 16;
const installMsMax = 600_000;
/** Beside its runs: it starts, migrates and warms up. */
const startMsMax = 120_000;

/** The same units of one item, reserved on another system under that system's own lock, on the same server. */
export async function measurePeer(context: BenchContext): Promise<PeerResult> {
  if (context.options['peer'] === null) return { figures: null, says: '' };
  const name = `@medusajs/inventory ${version} with its locking module, ${callers} callers`;
  try {
    context.progress('installing the peer');
    await installOnce(folder, install);
    context.progress('measuring the peer');
    return { figures: { name, callers, perSec: await measure(context) }, says: name };
  } catch (error) {
    const says = `${name}: not measured, for ${reasonOf(error)}`;
    process.stderr.write(`${says}\n`);
    return { figures: null, says };
  }
}

/** Beside the project and never a dependency of it. */
async function install(cwd: string): Promise<void> {
  await fs.writeFile(path.join(cwd, 'package.json'), '{ "name": "peer-medusa", "private": true }\n');
  const quietly = ['--no-audit', '--no-fund', '--ignore-scripts', '--loglevel', 'error'];
  await run('npm', ['install', ...quietly, ...packages], { cwd, timeout: installMsMax });
}

async function measure(context: BenchContext): Promise<number> {
  const [runs, durationMs] = [numberOf(context, 'runs'), numberOf(context, 'seconds') * 1_000];
  const database = await freshDatabase('peer');
  try {
    const { stdout } = await run(process.execPath, [program, folder, ...[callers, durationMs, runs].map(String)], {
      cwd: folder,
      env: { ...process.env, DATABASE_URL: database.url },
      timeout: startMsMax + 2 * runs * durationMs,
    });
    const { perSec } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as { perSec: number };
    return perSec;
  } finally {
    await database.drop();
  }
}
