import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { requiredEnv } from './required-env';

export interface FreshDatabase {
  url: string;
  /** Also closes connections that were left open. */
  drop(): Promise<void>;
}

/**
 * A new, empty database on the server DATABASE_URL names (or another), so that test files never meet.
 * @param prefix lower-case letters, digits and underscores; makes a left-over database recognisable
 */
export async function freshDatabase(prefix: string, server = requiredEnv('DATABASE_URL')): Promise<FreshDatabase> {
  if (!/^[a-z][a-z0-9_]{0,30}$/.test(prefix)) throw new Error(`not a database prefix: ${prefix}`);
  const name = `${prefix}_${randomBytes(6).toString('hex')}`;
  await onServer(server, `create database ${name} template template0`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => onServer(server, `drop database if exists ${name} with (force)`) };
}

async function onServer(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
