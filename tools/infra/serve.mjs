// A server of one's own for whoever stops, restarts or cuts it: node tools/infra/serve.mjs rabbitmq|postgres
// Speaks JSON, one object per line. First {"ready":true,"url":...,"managementUrl":...} on stdout; then for each line
// {"do":"stop"|"start"|"restart","abrupt":true?} on stdin one {"done":...} or {"error":...}. Ends when stdin closes.
import path from 'node:path';
import readline from 'node:readline';
import { live } from '../kit/lifetime.mjs';
import { step, Told } from '../kit/say.mjs';
import { runFolder } from './index.mjs';
import { startPrivatePostgres } from './postgres-private.mjs';
import { startRabbitmq } from './rabbitmq.mjs';

const COMMANDS = ['stop', 'start', 'restart'];
const SERVERS = {
  rabbitmq: ({ life, dir }) => startRabbitmq({ life, dir, own: true }),
  // Never a container: Docker would deal another port at each start.
  postgres: ({ life, dir }) =>
    step('PostgreSQL', async (note) => {
      const started = await startPrivatePostgres({ life, dir: path.join(dir, 'postgres') });
      note(started.detail);
      return started;
    }),
};
const answer = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

await live(async (life) => {
  const [kind] = process.argv.slice(2);
  if (!Object.hasOwn(SERVERS, kind)) throw new Told(`"${kind}" is none of ${Object.keys(SERVERS).join(', ')}.`);
  const server = await SERVERS[kind]({ life, dir: runFolder(life) });
  answer({ ready: true, url: server.url, managementUrl: server.managementUrl });
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const { do: command, abrupt } = JSON.parse(line);
    try {
      if (!COMMANDS.includes(command)) throw new Error(`unknown command ${command}: one of ${COMMANDS.join(', ')}`);
      await server[command]({ abrupt });
      answer({ done: command });
    } catch (error) {
      answer({ error: error.message });
    }
  }
  return 0;
});
