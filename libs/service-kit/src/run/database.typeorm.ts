import { setTimeout as wait } from 'node:timers/promises';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { DynamicModule } from '@nestjs/common';
import type { Logger } from 'pino';
import type { Database } from '../platform/platform';
import { StartFailed } from './start-failed';

const retryEveryMs = 1_000;

/** Connects, waiting for a database that is still coming up. @throws StartFailed when it did not come within `waitMaxMs`. */
export async function openDatabase(database: Database, waitMaxMs: number, logger: Logger): Promise<void> {
  const giveUpAt = Date.now() + waitMaxMs;
  for (;;) {
    try {
      await database.initialize();
      return;
    } catch (error) {
      if (Date.now() + retryEveryMs > giveUpAt)
        throw new StartFailed(
          `The database of DATABASE_URL cannot be used: ${reasonOf(error)}. ` +
            `Waited ${Math.round(waitMaxMs / 1000)} s (DATABASE_WAIT_SECONDS). Is it running, and are host, port, user and password right?`,
        );
      logger.warn({ reason: reasonOf(error) }, 'the database is not there yet, waiting for it');
      await wait(retryEveryMs);
    }
  }
}

/** A dual-stack "connection refused" arrives as several errors in one, with an empty message of its own. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  return error instanceof Error ? error.message : String(error);
}

/** @throws StartFailed when the tables are not those this release was written for. */
export async function requireMigrated(database: Database, service: string): Promise<void> {
  const pending = await database.showMigrations().catch(() => true);
  if (pending)
    throw new StartFailed(
      `The tables of ${service} are not up to date. Run "node dist/apps/${service}/src/main.js migrate" once, then start again.`,
    );
}

/** Hands the open data source to Nest, which closes it as the last step of a shutdown. */
export function databaseModule(database: Database): DynamicModule {
  return TypeOrmModule.forRootAsync({
    useFactory: () => database.options,
    dataSourceFactory: async () => database,
  });
}
