import { Client } from 'pg';

/** What the tables say after a run, asked in plain SQL that shares nothing with the code that wrote them. */
export interface LedgerFound {
  /** Units in all reservations. */
  readonly units: number;
  /** What is wrong; empty where the books balance. */
  readonly problems: readonly string[];
}

const sums = `
  SELECT count(*)::int AS reservations,
         coalesce(sum((line->>'units')::int), 0)::int AS units
  FROM inventory_core.reservation, jsonb_array_elements(lines) AS line WHERE state = 'held'`;

/** Each level beside the fold of its movements, and its buckets beside the reservations that fill them. */
const unequal = `
  WITH fold AS (
    SELECT item_id, location, sum(gross) AS gross, sum(reserved) AS reserved, sum(claim) AS claim, sum(held) AS held
    FROM inventory_core.movement GROUP BY item_id, location),
  bucket AS (
    SELECT item_id, location, sum(units) AS units FROM inventory_core.hold_bucket GROUP BY item_id, location),
  holder AS (
    SELECT (line->>'itemId')::uuid AS item_id, line->>'location' AS location, sum((line->>'units')::int) AS units
    FROM inventory_core.reservation, jsonb_array_elements(lines) AS line WHERE state = 'held' GROUP BY 1, 2)
  SELECT level.item_id FROM inventory_core.level
    LEFT JOIN fold USING (item_id, location) LEFT JOIN bucket USING (item_id, location)
    LEFT JOIN holder USING (item_id, location)
  WHERE (level.gross, level.reserved, level.claim, coalesce(bucket.units, 0))
        IS DISTINCT FROM (fold.gross, fold.reserved, fold.claim, fold.held)
     OR coalesce(bucket.units, 0) <> coalesce(holder.units, 0)
     OR coalesce(bucket.units, 0) > level.gross - level.reserved`;

/** Every reservation has its one movement and its one fact. */
const counts = `
  SELECT (SELECT count(*)::int FROM inventory_core.movement WHERE kind = 'hold') AS movements,
         (SELECT count(*)::int FROM inventory_core.outbox WHERE routing_key = 'reservation.changed.v1') AS facts`;

/** @param granted units that callers were told they had, in all runs so far */
export async function checkLedger(databaseUrl: string, granted: number): Promise<LedgerFound> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { reservations, units } = (await client.query(sums)).rows[0];
    const { movements, facts } = (await client.query(counts)).rows[0];
    const { rowCount } = await client.query(unequal);
    const differs = (what: string, found: number, expected: number) =>
      found === expected ? [] : [`${found} ${what}, but ${expected} were to be expected`];
    return {
      units,
      problems: [
        ...differs('units are reserved', units, granted),
        ...differs('movements of holds', movements, reservations),
        ...differs('facts of reservations', facts, reservations),
        ...differs('levels differ from their movements, or from the reservations on them', rowCount ?? -1, 0),
      ],
    };
  } finally {
    await client.end();
  }
}
