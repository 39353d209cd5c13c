import { freshDatabase } from '../database';
import { brokerOfEnvironment, vhostOn } from '../vhost';

/** A PostgreSQL and a RabbitMQ: those that DATABASE_URL and AMQP_URL name, unless somebody brings others. */
export interface Servers {
  databaseUrl?: string;
  broker: { url: string; managementUrl: string };
}

/** A database and a virtual host of one's own on these servers. */
export interface Ground {
  databaseUrl: string;
  amqpUrl: string;
  vhost: string;
  /** One call to the broker's management API; `path` without the leading /api. */
  manage(method: string, path: string, body?: unknown): Promise<unknown>;
  /** Leaves the servers as they were found. */
  clear(): Promise<void>;
}

export async function layGround(
  prefix: string,
  { databaseUrl, broker }: Servers = { broker: brokerOfEnvironment() },
): Promise<Ground> {
  const database = await freshDatabase(prefix, databaseUrl);
  try {
    const vhost = await vhostOn(broker, prefix);
    return {
      databaseUrl: database.url,
      amqpUrl: vhost.url,
      vhost: vhost.name,
      manage: vhost.manage,
      clear: () => both(database.drop(), vhost.drop()),
    };
  } catch (error) {
    await database.drop();
    throw error;
  }
}

/** One that fails must not keep the other from being finished: the process may end right after. */
async function both(...clearings: Promise<void>[]): Promise<void> {
  const results = await Promise.allSettled(clearings);
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}
