import { StatusRegistry } from '@tillbridge/service-kit';
import type { DataSource } from 'typeorm';

/** What the core still waits for; an operator sees it at GET /status, and a quiet core has none of it. */
export function reportBusy(status: StatusRegistry, dataSource: DataSource): void {
  const count = (sql: string) => async (): Promise<number> => {
    const [row]: { count: string }[] = await dataSource.query(`SELECT count(*) FROM ${sql}`);
    return Number(row.count);
  };
  // Granted or waiting to be recorded at the till, and not yet seen there for certain.
  status.register(
    'postsUnsettled',
    count(`promise WHERE NOT closed AND jsonb_path_exists(posts, '$[*].state ? (@ != "settled" && @ != "refused")')`),
  );
  status.register('ordersUnresolved', count('store_order WHERE decision > 0 AND resolution IS NULL'));
  // A hold that ran out, or a post unanswered for long, of which the stores have not been told yet.
  status.register('itemsDue', count('item WHERE revisit_at <= now()'));
  status.register('levelsDoubtful', count('level WHERE doubt IS NOT NULL'));
}
