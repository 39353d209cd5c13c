import { freshDatabase, type FreshDatabase } from '@tillbridge/testing';
import type { Bench, BenchContext } from './kit/bench';
import { assertDurable, UnfitServer } from './kit/durable';
import { Progress } from './kit/progress';
import { tableOf } from './kit/table';

/** As tools/doors/bench.mjs read it from the command line. */
interface Wanted {
  readonly needs: readonly string[];
  readonly json: boolean;
  readonly options: BenchContext['options'];
}

const exitCodeOf = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

async function main([name, how]: string[]): Promise<number> {
  const { needs, json, options } = JSON.parse(how) as Wanted;
  const { run } = (await import(`./${name}/run`)) as { run: Bench };
  const database = needs.includes('postgres') ? await ownDatabase() : null;
  const leave = () => database?.drop() ?? Promise.resolve();
  for (const [signal, code] of Object.entries(exitCodeOf)) {
    process.once(signal, () => void leave().finally(() => process.exit(code)));
  }
  const progress = new Progress((line) => process.stderr.write(line));
  try {
    const { figures, table, missed } = await progress.during(() =>
      run({ options, databaseUrl: database?.url ?? null, progress: (text) => progress.say(text) }),
    );
    const met = missed.length === 0;
    for (const sentence of missed) process.stderr.write(`Missed: ${sentence}\n`);
    process.stdout.write(`${json ? JSON.stringify({ bench: name, met, ...figures }) : tableOf(table)}\n`);
    return met ? 0 : 1;
  } finally {
    await leave();
  }
}

async function ownDatabase(): Promise<FreshDatabase> {
  await assertDurable(process.env.DATABASE_URL as string);
  return freshDatabase('bench');
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    const message = error instanceof UnfitServer ? error.message : error instanceof Error ? error.stack : String(error);
    process.stderr.write(`${message}\n`);
    process.exit(1);
  },
);
