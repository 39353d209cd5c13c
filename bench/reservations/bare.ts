import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { numberOf, type BenchContext } from '../kit/bench';
import { summarize } from '../kit/statistics';

/** Rows per second; the slowest and the fastest run. */
export interface BareFigures {
  readonly batch: number;
  readonly perSec: number;
  readonly spread: readonly [min: number, max: number];
}

const tables = `
  CREATE SCHEMA bare;
  CREATE TABLE bare.item (id uuid PRIMARY KEY, version integer NOT NULL, free integer NOT NULL);
  CREATE TABLE bare.reservation (id uuid PRIMARY KEY, item uuid NOT NULL, units integer NOT NULL, expires_at timestamptz NOT NULL);
  CREATE TABLE bare.movement (id uuid PRIMARY KEY, item uuid NOT NULL, units integer NOT NULL, at timestamptz NOT NULL);
  CREATE TABLE bare.outbox (id uuid PRIMARY KEY, body json NOT NULL)`;

/**
 * What this machine can do at all: one writer, batches as large as there are callers, one version and three short rows each;
 * nobody asks, nothing is decided, no key is kept. Speeds of two machines compare by their share of this.
 */
export async function measureBare(context: BenchContext, databaseUrl: string): Promise<BareFigures> {
  const [runs, batch] = [numberOf(context, 'runs'), numberOf(context, 'callers')];
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(tables);
    const rates: number[] = [];
    for (let run = 0; run <= runs; run++) {
      context.progress(run === 0 ? 'bare batches: warming up' : `bare batches: run ${run} of ${runs}`);
      const perSec = await runBatches(client, batch, run === 0 ? 1_000 : numberOf(context, 'seconds') * 1_000);
      if (run > 0) rates.push(perSec);
    }
    const { median, min, max } = summarize(rates);
    return { batch, perSec: Math.round(median), spread: [Math.round(min), Math.round(max)] };
  } finally {
    await client.query('DROP SCHEMA IF EXISTS bare CASCADE');
    await client.end();
  }
}

async function runBatches(client: Client, batch: number, durationMs: number): Promise<number> {
  const item = randomUUID();
  await client.query('INSERT INTO bare.item VALUES ($1, 0, 1000000000)', [item]);
  const startedAt = performance.now();
  let version = 0;
  for (; performance.now() - startedAt < durationMs; version += 1) await writeBatch(client, item, version, batch);
  return ((version * batch) / (performance.now() - startedAt)) * 1_000;
}

async function writeBatch(client: Client, item: string, version: number, batch: number): Promise<void> {
  const ids = Array.from({ length: batch }, () => randomUUID());
  const bodies = ids.map((id) => JSON.stringify({ id, type: 'reserved', item, units: 1 }));
  await client.query('BEGIN');
  const { rowCount } = await client.query(
    'UPDATE bare.item SET version = version + 1, free = free - $3 WHERE id = $1 AND version = $2',
    [item, version, batch],
  );
  if (rowCount !== 1) throw new Error(`somebody else wrote ${item}`);
  await client.query('INSERT INTO bare.reservation SELECT unnest($1::uuid[]), $2, 1, now()', [ids, item]);
  await client.query('INSERT INTO bare.movement SELECT unnest($1::uuid[]), $2, -1, now()', [ids, item]);
  await client.query('INSERT INTO bare.outbox SELECT unnest($1::uuid[]), unnest($2::json[])', [ids, bodies]);
  await client.query('COMMIT');
}
