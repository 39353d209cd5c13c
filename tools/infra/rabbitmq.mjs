// RabbitMQ for a door, in this order: AMQP_URL, a Docker engine that answers, a private instance.
import path from 'node:path';
import { step } from '../kit/say.mjs';
import { dockerAnswers, rabbitmqContainer } from './docker.mjs';
import { given } from './given.mjs';
import { startPrivateRabbitmq } from './rabbitmq-private.mjs';

const GIVEN = { protocols: ['amqp:', 'amqps:'], port: 5672, example: 'amqp://user:password@host:5672' };
const MANAGEMENT_PORT = 15672;

/**
 * @param {{life: import('../kit/lifetime.mjs').Lifetime, dir: string, own?: boolean}} options
 *   dir: for data that is thrown away at the end.
 *   own: never the one AMQP_URL names - for tests that stop and restart their broker
 * @returns {Promise<{url: string, managementUrl?: string, source: 'given' | 'docker' | 'private', detail: string}>}
 *   with start(), stop({abrupt?: boolean}) and restart() where it is ours
 */
export function startRabbitmq({ life, dir, own = false }) {
  return step('RabbitMQ', async (note) => {
    const started = await choose();
    note(started.detail);
    return started;
  });

  async function choose() {
    if (process.env.AMQP_URL && !own) return fromEnvironment(process.env.AMQP_URL);
    if (await dockerAnswers()) return rabbitmqContainer({ life });
    return startPrivateRabbitmq({ life, dir: path.join(dir, 'rabbitmq') });
  }
}

async function fromEnvironment(url) {
  const broker = await given('AMQP_URL', url, GIVEN);
  return { ...broker, managementUrl: process.env.RABBITMQ_MANAGEMENT_URL ?? (await usualManagement(url)) };
}

/** The console usually sits beside the broker with the same account; asked, not assumed. */
async function usualManagement(url) {
  const { hostname, username, password } = new URL(url);
  const [user, secret] = [username || 'guest', password || 'guest'];
  const authorization = `Basic ${Buffer.from(`${decodeURIComponent(user)}:${decodeURIComponent(secret)}`).toString('base64')}`;
  try {
    const { ok } = await fetch(`http://${hostname}:${MANAGEMENT_PORT}/api/whoami`, { headers: { authorization } });
    return ok ? `http://${user}:${secret}@${hostname}:${MANAGEMENT_PORT}` : undefined;
  } catch {
    return undefined;
  }
}
