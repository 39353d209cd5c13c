// PostgreSQL for a door, in this order: DATABASE_URL, a Docker engine that answers, a private instance.
import path from 'node:path';
import { step } from '../kit/say.mjs';
import { dockerAnswers, postgresContainer } from './docker.mjs';
import { given } from './given.mjs';
import { startPrivatePostgres } from './postgres-private.mjs';

const GIVEN = {
  protocols: ['postgres:', 'postgresql:'],
  port: 5432,
  example: 'postgres://user:password@host:5432/database',
};

/**
 * @param {{life: import('../kit/lifetime.mjs').Lifetime, dir: string}} options dir: for data that is thrown away at the end
 * @returns {Promise<{url: string, source: 'given' | 'docker' | 'private', detail: string}>}
 */
export function startPostgres({ life, dir }) {
  return step('PostgreSQL', async (note) => {
    const started = await choose();
    note(started.detail);
    return started;
  });

  async function choose() {
    if (process.env.DATABASE_URL) return given('DATABASE_URL', process.env.DATABASE_URL, GIVEN);
    if (await dockerAnswers()) return postgresContainer({ life });
    return startPrivatePostgres({ life, dir: path.join(dir, 'postgres') });
  }
}
