// A broker of one's own for a test that stops, restarts or cuts it: node tools/infra/serve.mjs
// Speaks JSON, one object per line. First {"ready":true,"url":...,"managementUrl":...} on stdout; then for each line
// {"do":"stop"|"start"|"restart","abrupt":true?} on stdin one {"done":...} or {"error":...}. Ends when stdin closes.
import readline from 'node:readline';
import { live } from '../kit/lifetime.mjs';
import { runFolder } from './index.mjs';
import { startRabbitmq } from './rabbitmq.mjs';

const COMMANDS = ['stop', 'start', 'restart'];
const answer = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

await live(async (life) => {
  const broker = await startRabbitmq({ life, dir: runFolder(life), own: true });
  answer({ ready: true, url: broker.url, managementUrl: broker.managementUrl });
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const { do: command, abrupt } = JSON.parse(line);
    try {
      if (!COMMANDS.includes(command)) throw new Error(`unknown command ${command}: one of ${COMMANDS.join(', ')}`);
      await broker[command]({ abrupt });
      answer({ done: command });
    } catch (error) {
      answer({ error: error.message });
    }
  }
  return 0;
});
