import type { Client } from 'pg';

/** What the tables hold, asked in plain SQL that shares nothing with the code that wrote them. Units are whole numbers. */
export interface LedgerTotals {
  readonly reservations: number;
  /** Units in reservations. */
  readonly held: number;
  /** Units that movements brought in and that no movement gave to anybody. */
  readonly left: number;
  /** Movements that are holds. */
  readonly movements: number;
  /** Facts about reservations that wait to be sent. */
  readonly facts: number;
  /** Levels that differ from the fold of their movements, or from the reservations on them. */
  readonly unequal: number;
}

/** Before anything was stocked. */
export const emptyLedger: LedgerTotals = { reservations: 0, held: 0, left: 0, movements: 0, facts: 0, unequal: 0 };

/** What a run did, as told by those who asked. */
export interface RunTold {
  /** Units that were brought in for it. */
  readonly stocked: number;
  /** Requests for one unit each that were granted. */
  readonly granted: number;
}

// Sums as double precision, which is exact far beyond any sum of these: pg gives a bigint as text.
const totals = `
  SELECT (SELECT count(*)::int FROM inventory_core.reservation WHERE state = 'held') AS reservations,
         (SELECT coalesce(sum((line->>'units')::int), 0)::float8
            FROM inventory_core.reservation, jsonb_array_elements(lines) AS line WHERE state = 'held') AS held,
         (SELECT coalesce(sum(gross - reserved - held), 0)::float8 FROM inventory_core.movement) AS left,
         (SELECT count(*)::int FROM inventory_core.movement WHERE kind = 'hold') AS movements,
         (SELECT count(*)::int FROM inventory_core.outbox WHERE routing_key = 'reservation.changed.v1') AS facts`;

const unequal = `
  WITH fold AS (
    SELECT item_id, location, sum(gross) AS gross, sum(reserved) AS reserved, sum(claim) AS claim, sum(held) AS held
    FROM inventory_core.movement GROUP BY item_id, location),
  bucket AS (
    SELECT item_id, location, sum(units) AS units FROM inventory_core.hold_bucket GROUP BY item_id, location),
  holder AS (
    SELECT (line->>'itemId')::uuid AS item_id, line->>'location' AS location, sum((line->>'units')::int) AS units
    FROM inventory_core.reservation, jsonb_array_elements(lines) AS line WHERE state = 'held' GROUP BY 1, 2)
  SELECT count(*)::int AS unequal FROM inventory_core.level
    FULL JOIN fold USING (item_id, location) FULL JOIN bucket USING (item_id, location)
    FULL JOIN holder USING (item_id, location)
  WHERE (level.gross, level.reserved, level.claim, coalesce(bucket.units, 0))
        IS DISTINCT FROM (fold.gross, fold.reserved, fold.claim, fold.held)
     OR coalesce(bucket.units, 0) <> coalesce(holder.units, 0)
     OR coalesce(bucket.units, 0) > level.gross - level.reserved`;

export async function readLedger(client: Pick<Client, 'query'>): Promise<LedgerTotals> {
  const [sums] = (await client.query<Omit<LedgerTotals, 'unequal'>>(totals)).rows;
  const [levels] = (await client.query<Pick<LedgerTotals, 'unequal'>>(unequal)).rows;
  return { ...sums!, ...levels! };
}

/**
 * What is wrong after a run, each as a sentence; empty where the books balance. Every granted answer has its reservation,
 * its movement and its fact, and no unit came from nowhere or went.
 */
export function problemsIn(before: LedgerTotals, after: LedgerTotals, { stocked, granted }: RunTold): string[] {
  const differs = (what: string, found: number, expected: number) =>
    found === expected ? [] : [`${found} ${what}, but ${expected} were to be expected`];
  return [
    ...differs('reservations', after.reservations - before.reservations, granted),
    ...differs('units held', after.held - before.held, granted),
    ...differs('units held or left', after.held + after.left - before.held - before.left, stocked),
    ...differs('movements of holds', after.movements - before.movements, granted),
    ...differs('facts of reservations', after.facts - before.facts, granted),
    ...differs('levels that differ from their movements, or from the reservations on them', after.unequal, 0),
  ];
}
