import '../kit/node-version.mjs';
import fs from 'node:fs';
import path from 'node:path';
import { helpIfAsked, parseAll } from '../kit/arguments.mjs';
import { live } from '../kit/lifetime.mjs';
import { say, step, Told } from '../kit/say.mjs';
import { SERVICES, serviceProgram, supervise } from '../kit/services.mjs';
import { prepare, root } from '../kit/workspace.mjs';

const args = process.argv.slice(2);

helpIfAsked(
  args,
  `
npm start [-- options]

Runs the bridge with real credentials: compiles, brings the tables up to date, takes over tillbridge.yaml and starts the
four services. A service that ends by itself is started again. Ctrl-C or SIGTERM lets all of them finish what is in flight.

  --config FILE   the shop configuration (default: tillbridge.yaml)
  --help          this text

DATABASE_URL and AMQP_URL have no default here: production data is never put into an instance that a door made up.
Each service names any other setting that is missing or wrong. README.md lists them.
`,
);

await live(async (life) => {
  const options = parseAll('npm start', args, { config: 'value' });
  const config = path.resolve(root, options.config ?? 'tillbridge.yaml');
  requireSettings(config);

  say('tillbridge: starting.');
  await prepare(life);
  for (const service of SERVICES) {
    await once(life, service, 'tables', ['migrate']);
    await once(life, service, 'configuration', ['import', config]);
  }
  return supervise(life, SERVICES);
});

function requireSettings(config) {
  const remedies = {
    DATABASE_URL:
      'the address of your PostgreSQL, for example postgresql://tillbridge:secret@localhost:5432/tillbridge',
    AMQP_URL: 'the address of your RabbitMQ, for example amqp://tillbridge:secret@localhost:5672',
  };
  const problems = Object.entries(remedies)
    .filter(([name]) => !process.env[name])
    .map(([name, remedy]) => `${name} is not set: it should be ${remedy}.`);
  if (!fs.existsSync(config)) {
    problems.push(
      `${config} is not there: copy tillbridge.example.yaml and fill it in, or name another with --config.`,
    );
  }
  if (problems.length > 0) throw new Told(problems.join('\n'));
}

/** Runs one command of a service to its end; its own message says what is wrong when it fails. */
async function once(life, service, what, command) {
  const { script, env } = serviceProgram(service);
  await step(`${service}: ${what}`, async () => {
    const code = await life.run(process.execPath, [script, ...command], {
      cwd: root,
      env: { LOG_LEVEL: 'warn', ...env },
    });
    if (code !== 0) throw new Told(`${service} could not take its ${what} (exit code ${code}).`);
  });
}
