import { execFile } from 'node:child_process';
import fs from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { freshDatabase } from '@tillbridge/testing';
import { numberOf, type BenchContext } from '../kit/bench';

export interface PeerFigures {
  readonly name: string;
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
const folder = path.resolve('.dev', 'peer-medusa');
const program = path.resolve('bench', 'reservations', 'peer-medusa.cjs');
/** What it did best at; with as many as ours, callers time out waiting for its lock. */
const callers = 16;
const installMsMax = 600_000;
const runMsMax = 300_000;

/** The same units of one item, reserved on another system under that system's own lock, on the same server. */
export async function measurePeer(context: BenchContext): Promise<PeerResult> {
  if (context.options['peer'] === null) return { figures: null, says: '' };
  const name = `@medusajs/inventory ${version} with its locking module, ${callers} callers`;
  try {
    context.progress('installing the peer');
    await install();
    context.progress('measuring the peer');
    return { figures: { name, perSec: await measure(numberOf(context, 'seconds') * 1_000) }, says: name };
  } catch (error) {
    const says = `${name}: not measured, for ${(error as Error).message.split('\n')[0]}`;
    process.stderr.write(`${says}\n`);
    return { figures: null, says };
  }
}

/** Beside the project and never a dependency of it. */
async function install(): Promise<void> {
  const isThere = await fs.access(path.join(folder, 'node_modules', '@medusajs', 'locking')).then(
    () => true,
    () => false,
  );
  if (isThere) return;
  await fs.mkdir(folder, { recursive: true });
  await fs.writeFile(path.join(folder, 'package.json'), '{ "name": "peer-medusa", "private": true }\n');
  const quietly = ['--no-audit', '--no-fund', '--ignore-scripts', '--loglevel', 'error'];
  await run('npm', ['install', ...quietly, ...packages], { cwd: folder, timeout: installMsMax });
}

async function measure(durationMs: number): Promise<number> {
  const database = await freshDatabase('peer');
  try {
    const { stdout } = await run(process.execPath, [program, folder, String(callers), String(durationMs)], {
      cwd: folder,
      env: { ...process.env, DATABASE_URL: database.url },
      timeout: runMsMax,
    });
    const { perSec } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as { perSec: number };
    return perSec;
  } finally {
    await database.drop();
  }
}
