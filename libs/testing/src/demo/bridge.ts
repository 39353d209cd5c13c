import crypto from 'node:crypto';
import path from 'node:path';
import { askJson } from '../world';
import type { Fleet, ProgramSpec } from './fleet';
import type { Ground } from './ground';

export const serviceNames = ['inventory-core', 'shopify-gateway', 'lightspeed-gateway', 'reconciler'] as const;
export type ServiceName = (typeof serviceNames)[number];

/** Addresses of a database and a broker. */
export type Lines = Pick<Ground, 'databaseUrl' | 'amqpUrl'>;

export interface ServiceStatus {
  quiet: boolean;
  busy: Record<string, number>;
}

/** The product under test: four processes, spoken to only through what an operator has. */
export class Bridge {
  readonly urls: Record<ServiceName, string>;
  readonly operatorToken = crypto.randomBytes(24).toString('hex');
  private readonly serviceToken = crypto.randomBytes(24).toString('hex');
  private readonly masterKey = crypto.randomBytes(32).toString('base64');

  constructor(
    private readonly fleet: Fleet,
    /** By which addresses each service reaches its database and its broker. */
    private readonly linesOf: (name: ServiceName) => Lines,
    private readonly ports: Record<ServiceName, number>,
    private readonly settings: Record<string, string> = {},
  ) {
    const url = (name: ServiceName) => `http://127.0.0.1:${ports[name]}`;
    this.urls = Object.fromEntries(serviceNames.map((name) => [name, url(name)])) as Record<ServiceName, string>;
  }

  migrate(): Promise<void[]> {
    return Promise.all(serviceNames.map((name) => this.fleet.run(this.command(name, 'migrate'))));
  }

  /** @param secrets the environment variables that the file refers to */
  import(file: string, secrets: Record<string, string>): Promise<void[]> {
    return Promise.all(
      serviceNames.map((name) => {
        const command = this.command(name, 'import', file);
        return this.fleet.run({ ...command, env: { ...command.env, ...secrets } });
      }),
    );
  }

  start(): Promise<void[]> {
    return Promise.all(serviceNames.map((name) => this.fleet.start(this.program(name))));
  }

  /** Subscriptions, catalogue, open orders and levels of one channel. Idempotent. */
  connect(channel: string, gateway: ServiceName): Promise<unknown> {
    return this.ask(gateway, `/channels/${channel}/connect`, {});
  }

  status(name: ServiceName): Promise<ServiceStatus> {
    return this.ask(name, '/status');
  }

  ask<Answer>(name: ServiceName, route: string, body?: unknown): Promise<Answer> {
    const headers = { authorization: `Bearer ${this.operatorToken}` };
    return askJson(`${this.urls[name]}${route}`, { body, headers });
  }

  program(name: ServiceName): ProgramSpec {
    return {
      name,
      script: path.resolve(`dist/apps/${name}/src/main.js`),
      readyUrl: `${this.urls[name]}/health/ready`,
      env: this.environment(name),
    };
  }

  environment(name: ServiceName): Record<string, string> {
    const { databaseUrl, amqpUrl } = this.linesOf(name);
    return {
      DATABASE_URL: databaseUrl,
      AMQP_URL: amqpUrl,
      PORT: String(this.ports[name]),
      LOG_LEVEL: 'info',
      PUBLIC_URL: this.urls[name],
      TILLBRIDGE_SERVICE_TOKENS: this.serviceToken,
      TILLBRIDGE_OPERATOR_TOKENS: this.operatorToken,
      TILLBRIDGE_MASTER_KEY: this.masterKey,
      TILLBRIDGE_SERVICE_TOKEN: this.serviceToken,
      INVENTORY_CORE_URL: this.urls['inventory-core'],
      SHOPIFY_GATEWAY_URL: this.urls['shopify-gateway'],
      LIGHTSPEED_GATEWAY_URL: this.urls['lightspeed-gateway'],
      ...this.settings,
    };
  }

  private command(name: ServiceName, ...args: string[]): ProgramSpec {
    const { script, env } = this.program(name);
    return { name: `${name}-${args[0]}`, script, args, env };
  }
}
