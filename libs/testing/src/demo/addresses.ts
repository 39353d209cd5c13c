import { serviceNames } from './bridge';
import type { CaseStudy } from './case-study';

/** Where everything can be looked at while it is up, one line each. */
export function addressesOf({ bridge, shop, ground, fleet }: CaseStudy): string[] {
  const line = (what: string, where: string) => `  ${what.padEnd(20)} ${where}`;
  const console = new URL(process.env.RABBITMQ_MANAGEMENT_URL!);
  return [
    ...serviceNames.map((name) => line(name, `${bridge.urls[name]}/docs`)),
    line('operator token', bridge.operatorToken),
    line('RabbitMQ console', `${console.href} (virtual host ${ground.vhost})`),
    line('PostgreSQL', ground.databaseUrl),
    line('twin of Lightspeed', `${shop.till.url}/__twin/state`),
    ...shop.stores.map(({ name, twin }) => line(`twin of ${name}`, `${twin.url}/__twin/state`)),
    line('logs', fleet.logDir),
  ];
}
