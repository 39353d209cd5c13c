import { randomBytes } from 'node:crypto';
import { requiredEnv } from './required-env';

export interface FreshVhost {
  /** AMQP address of the new virtual host. */
  url: string;
  name: string;
  /** GET, PUT, POST or DELETE on RabbitMQ's management API; `path` without the leading /api. */
  manage(method: string, path: string, body?: unknown): Promise<unknown>;
  drop(): Promise<void>;
}

/** A new virtual host on the broker AMQP_URL names: exchanges and queues of one test file only. */
export async function freshVhost(prefix = 'test'): Promise<FreshVhost> {
  return vhostOn(brokerOfEnvironment(), prefix);
}

export const brokerOfEnvironment = () => ({ url: requiredEnv('AMQP_URL'), managementUrl: managementUrl() });

export async function vhostOn(broker: { url: string; managementUrl: string }, prefix: string): Promise<FreshVhost> {
  const name = `${prefix}-${randomBytes(6).toString('hex')}`;
  const manage = managementApi(broker.managementUrl);
  const url = new URL(broker.url);
  const user = decodeURIComponent(url.username || 'guest');
  await manage('PUT', `/vhosts/${name}`);
  await manage('PUT', `/permissions/${name}/${encodeURIComponent(user)}`, { configure: '.*', write: '.*', read: '.*' });
  url.pathname = `/${name}`;
  return { url: url.href, name, manage, drop: async () => void (await manage('DELETE', `/vhosts/${name}`)) };
}

/** The test door always sets it; beside a broker of one's own it is usually on port 15672. */
function managementUrl(): string {
  if (process.env.RABBITMQ_MANAGEMENT_URL) return process.env.RABBITMQ_MANAGEMENT_URL;
  const { hostname, username, password } = new URL(requiredEnv('AMQP_URL'));
  return `http://${username || 'guest'}:${password || 'guest'}@${hostname}:15672`;
}

function managementApi(managementAddress: string): FreshVhost['manage'] {
  const { username, password, origin } = new URL(managementAddress);
  const account = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  const headers = {
    authorization: `Basic ${Buffer.from(account).toString('base64')}`,
    'content-type': 'application/json',
  };
  return async (method, path, body) => {
    const response = await fetch(`${origin}/api${path}`, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} on ${origin}: ${response.status} ${text}`);
    return text ? JSON.parse(text) : undefined;
  };
}
