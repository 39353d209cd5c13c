import { Client } from 'pg';

/** About what the server writes to its log in a minute of a bench, in messages of 1 MB. */
const messages = 640;
const atOnce = 8;

/** insufficient_privilege */
const notAllowed = '42501';

/**
 * Brings a server that was just started to where one is that has run for a while: it writes its log over old segments. A new
 * one makes each segment first, 16 MB of zeroes on disk, and commits wait for that now and then.
 * @returns whether it did; a server that somebody else gave may not allow it
 */
export async function runIn(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    // Asked first: whoever may not do this need not write all the rest.
    await client.query('checkpoint');
    for (let written = 0; written < messages; written += atOnce)
      await client.query(
        `select count(pg_logical_emit_message(false, 'running in', repeat('x', 1000000))) from generate_series(1, $1)`,
        [atOnce],
      );
    // Only a checkpoint makes segments old.
    await client.query('checkpoint');
    return true;
  } catch (error) {
    if ((error as { code?: unknown }).code === notAllowed) return false;
    throw error;
  } finally {
    await client.end();
  }
}
