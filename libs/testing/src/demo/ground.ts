import { Client } from 'pg';
import { askJson } from '../world';

export interface Infrastructure {
  databaseUrl: string;
  amqpUrl: string;
  /** The management API of the same broker, with user and password in it. */
  managementUrl: string;
}

/** A database and a vhost of one's own on servers that others use too. */
export class Ground {
  readonly databaseUrl: string;
  readonly amqpUrl: string;

  constructor(
    private readonly infrastructure: Infrastructure,
    readonly name: string,
  ) {
    this.databaseUrl = withPath(infrastructure.databaseUrl, name);
    this.amqpUrl = withPath(infrastructure.amqpUrl, name);
  }

  async lay(): Promise<void> {
    await this.onServer(`CREATE DATABASE "${this.name}"`);
    await this.manage('PUT', `vhosts/${this.name}`);
    const user = encodeURIComponent(new URL(this.infrastructure.amqpUrl).username || 'guest');
    await this.manage('PUT', `permissions/${this.name}/${user}`, { configure: '.*', write: '.*', read: '.*' });
  }

  /** Leaves the servers as they were found. */
  async clear(): Promise<void> {
    await this.manage('DELETE', `vhosts/${this.name}`);
    await this.onServer(`DROP DATABASE IF EXISTS "${this.name}" WITH (FORCE)`);
  }

  /** One question to the broker's management API, for example `queues/<vhost>`. */
  manage<Answer>(method: 'GET' | 'PUT' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<Answer> {
    const url = new URL(this.infrastructure.managementUrl);
    const credentials = `${decodeURIComponent(url.username || 'guest')}:${decodeURIComponent(url.password || 'guest')}`;
    const authorization = `Basic ${Buffer.from(credentials).toString('base64')}`;
    const base = `${url.origin}${url.pathname.replace(/\/(api\/?)?$/, '')}`;
    return askJson(`${base}/api/${path}`, { method, body, headers: { authorization } });
  }

  private async onServer(sql: string): Promise<void> {
    const client = new Client({ connectionString: this.infrastructure.databaseUrl });
    await client.connect();
    try {
      await client.query(sql);
    } finally {
      await client.end();
    }
  }
}

function withPath(address: string, name: string): string {
  const url = new URL(address);
  url.pathname = `/${encodeURIComponent(name)}`;
  return url.toString();
}
