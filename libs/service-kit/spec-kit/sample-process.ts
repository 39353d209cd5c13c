import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { eventually } from '@tillbridge/testing';

export const operatorToken = 'operator-token-0123456789';
/** A port that refuses: nothing may listen below 1024 without being asked to. */
export const nobodyListens = 'amqp://guest:guest@127.0.0.1:9';

export interface SampleProcess {
  stdout(): string;
  stderr(): string;
  kill(signal: NodeJS.Signals): void;
  /** The exit code once it has ended. */
  ended: Promise<number | null>;
  /** Where it listens, once it does. */
  url(): Promise<string>;
}

const started = new Set<ChildProcessByStdio<null, Readable, Readable>>();

export function sampleEnv(databaseUrl: string, amqpUrl = nobodyListens): Record<string, string> {
  return {
    DATABASE_URL: databaseUrl,
    AMQP_URL: amqpUrl,
    PORT: '0',
    DATABASE_WAIT_SECONDS: '5',
    TILLBRIDGE_SERVICE_TOKENS: 'service-token-0123456789',
    TILLBRIDGE_OPERATOR_TOKENS: operatorToken,
    TILLBRIDGE_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
  };
}

/** Runs the sample service as a process of its own, with this environment and nothing else of ours. */
export function startSample(env: Record<string, string>, ...args: string[]): SampleProcess {
  const child = spawn(
    process.execPath,
    ['-r', path.join(__dirname, 'typescript.cjs'), path.join(__dirname, 'sample-main.ts'), ...args],
    { env: { PATH: process.env['PATH'] ?? '', ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  started.add(child);
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => (output.stdout += chunk));
  child.stderr.on('data', (chunk) => (output.stderr += chunk));
  const ended = once(child, 'close').then(([code]) => (started.delete(child), code as number | null));
  return {
    stdout: () => output.stdout,
    stderr: () => output.stderr,
    kill: (signal) => void child.kill(signal),
    ended,
    url: () => eventually(() => listeningUrl(output), { withinMs: 20_000 }),
  };
}

function listeningUrl(output: { stdout: string; stderr: string }): string {
  const port = /"url":"[^"]*:(\d+)","consumesFacts":\w+,"msg":"listening"/.exec(output.stdout)?.[1];
  if (!port) throw new Error(`the sample service does not listen yet\n${output.stdout}${output.stderr}`);
  return `http://127.0.0.1:${port}`;
}

export async function killAllSamples(): Promise<void> {
  await Promise.all(
    [...started].map(async (child) => {
      child.kill('SIGKILL');
      await once(child, 'close');
    }),
  );
}
