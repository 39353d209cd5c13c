import type { DataSource } from 'typeorm';
import type { CountView } from './counts.dto';

/** What was answered waits for the level alone. */
const isAsked = "mark->>'question' IS NOT NULL AND mark->>'setAside' IS NULL";

/** Questions about counts of the shelf, answered from the marks that levels bear. */
export class CountViews {
  constructor(private readonly dataSource: DataSource) {}

  /** A count without anything set aside is settled by the next level that is read, and nothing waits for it. */
  async unfinished(): Promise<CountView[]> {
    return this.dataSource.query(
      `SELECT location, mark->>'countId' AS count, mark->>'state' AS state, count(*)::int AS items,
              count(*) FILTER (WHERE ${isAsked})::int AS asked, min(mark->>'question') FILTER (WHERE ${isAsked}) AS question
       FROM level, jsonb_array_elements(counts) AS mark
       WHERE mark->>'state' = 'open' OR mark->>'state' = 'closed'
         AND (mark->>'question' IS NOT NULL OR jsonb_array_length(mark->'lines') > 0
              OR jsonb_array_length(mark->'adjustments') > 0)
       GROUP BY location, mark->>'countId', mark->>'state' ORDER BY location, count`,
    );
  }
}
