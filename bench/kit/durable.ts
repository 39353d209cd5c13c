import { Client } from 'pg';

/** With any of these off a commit says "done" before the disk does, and is measured several times too fast. */
const SETTINGS = ['fsync', 'synchronous_commit', 'full_page_writes'];

/** Its message is all that a reader needs. */
export class UnfitServer extends Error {}

/** @throws UnfitServer, naming the setting that lets the server lose what it has committed, and the remedy */
export async function assertDurable(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    for (const name of SETTINGS) {
      const { rows } = await client.query<{ value: string }>('select current_setting($1) as value', [name]);
      refuseUnlessKept(name, rows[0].value);
    }
  } finally {
    await client.end();
  }
}

/** `synchronous_commit` has stricter values than `on`; only what waits for less than the own disk is refused. */
export function refuseUnlessKept(name: string, value: string): void {
  if (value !== 'off') return;
  throw new UnfitServer(
    `PostgreSQL runs with ${name} = off, so what it has committed may be lost, and a figure would mean nothing. Set it to on, or unset DATABASE_URL to have a server started for you.`,
  );
}
