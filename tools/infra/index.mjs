// PostgreSQL and RabbitMQ for one door, side by side, with the environment that points a program at them.
import fs from 'node:fs';
import path from 'node:path';
import { say } from '../kit/say.mjs';
import { devFolder } from '../kit/workspace.mjs';
import { startPostgres } from './postgres.mjs';
import { startRabbitmq } from './rabbitmq.mjs';

/**
 * @param {import('../kit/lifetime.mjs').Lifetime} life
 * @returns {Promise<{DATABASE_URL: string, AMQP_URL: string, RABBITMQ_MANAGEMENT_URL?: string}>}
 */
export async function startInfra(life) {
  const dir = runFolder(life);
  const [postgres, rabbitmq] = await Promise.all([startPostgres({ life, dir }), startRabbitmq({ life, dir })]);
  if (!rabbitmq.managementUrl) {
    say("  RabbitMQ's management console was not found: set RABBITMQ_MANAGEMENT_URL to use it.");
  }
  return {
    DATABASE_URL: postgres.url,
    AMQP_URL: rabbitmq.url,
    ...(rabbitmq.managementUrl && { RABBITMQ_MANAGEMENT_URL: rabbitmq.managementUrl }),
  };
}

/** A folder of this run alone, so that two doors of one clone do not meet. */
export function runFolder(life) {
  const runs = path.join(devFolder, 'run');
  fs.mkdirSync(runs, { recursive: true });
  return life.folder(fs.mkdtempSync(path.join(runs, `${process.pid}-`)));
}
