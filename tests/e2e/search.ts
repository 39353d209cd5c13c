import fs from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import { withBroker } from './demo-process';

const messagesPerQueueMax = 100_000;
/** Gets every fact ever published, so that nothing escapes the search by being consumed quickly. */
export const copyQueue = 'search.copy';

/** Everywhere that a running bridge keeps something. */
export interface Grounds {
  databaseUrl: string;
  vhost: string;
  logDir: string;
}

/** From here on, every fact is also kept where it can be searched. */
export async function keepCopies({ vhost }: Grounds): Promise<void> {
  await withBroker(async (manage) => {
    await manage('PUT', `/queues/${vhost}/${copyQueue}`, { durable: true });
    await manage('POST', `/bindings/${vhost}/e/tillbridge.facts/q/${copyQueue}`, { routing_key: '#' });
  });
}

/** Where any of these words stands: in a message of any queue, a line of any log, a row of any table. */
export async function findWords(grounds: Grounds, words: readonly string[]): Promise<string[]> {
  const found = await Promise.all([findInTables(grounds, words), inQueues(grounds, words), inLogs(grounds, words)]);
  return found.flat();
}

/** Every row of every table as text; bytes show up there as hexadecimal digits, so these are looked for as well. */
export async function findInTables({ databaseUrl }: Grounds, words: readonly string[]): Promise<string[]> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `SELECT quote_ident(table_schema) || '.' || quote_ident(table_name) AS name FROM information_schema.tables
       WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema') ORDER BY 1`,
    );
    const patterns = words.flatMap((word) => [`%${word}%`, `%${Buffer.from(word).toString('hex')}%`]);
    const found: string[] = [];
    for (const { name } of tables) {
      const sql = `SELECT count(*)::int AS count FROM ${name} AS t WHERE t::text ILIKE ANY($1::text[])`;
      const { rows } = await client.query<{ count: number }>(sql, [patterns]);
      if (rows[0]!.count > 0) found.push(`table ${name}: ${rows[0]!.count} rows`);
    }
    return found;
  } finally {
    await client.end();
  }
}

function inQueues({ vhost }: Grounds, words: readonly string[]): Promise<string[]> {
  return withBroker(async (manage) => {
    const queues = (await manage('GET', `/queues/${vhost}`)) as { name: string }[];
    const found: string[] = [];
    for (const { name } of queues) {
      const wish = { count: messagesPerQueueMax, ackmode: 'ack_requeue_true', encoding: 'auto' };
      const messages = await manage('POST', `/queues/${vhost}/${encodeURIComponent(name)}/get`, wish);
      const hits = (messages as object[]).filter((message) => holdsAny(JSON.stringify(message), words));
      if (hits.length > 0) found.push(`queue ${name}: ${hits.length} messages`);
    }
    return found;
  });
}

async function inLogs({ logDir }: Grounds, words: readonly string[]): Promise<string[]> {
  return fs.readdirSync(logDir).flatMap((file) => {
    const lines = fs.readFileSync(path.join(logDir, file), 'utf8').split('\n');
    const hits = lines.filter((line) => holdsAny(line, words));
    return hits.length > 0 ? [`log ${file}: ${hits.length} lines`] : [];
  });
}

function holdsAny(text: string, words: readonly string[]): boolean {
  const lower = text.toLowerCase();
  return words.some((word) => lower.includes(word.toLowerCase()));
}

/** Puts a word into a table (as text and as bytes), a queue and a log: a search that misses it proves nothing. */
export async function plant({ databaseUrl, vhost, logDir }: Grounds, word: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('CREATE SCHEMA control');
    await client.query(`CREATE TABLE control.words AS SELECT 1 AS id, $1::text AS word`, [`said ${word}.`]);
    await client.query(`CREATE TABLE control.bytes AS SELECT 1 AS id, $1::bytea AS word`, [Buffer.from(`x${word}y`)]);
  } finally {
    await client.end();
  }
  const message = { payload: JSON.stringify({ data: { note: word } }), payload_encoding: 'string', properties: {} };
  await withBroker((manage) =>
    manage('POST', `/exchanges/${vhost}/amq.default/publish`, { routing_key: copyQueue, ...message }),
  );
  fs.appendFileSync(path.join(logDir, 'inventory-core.log'), `{"level":"info","msg":"${word}"}\n`);
}
