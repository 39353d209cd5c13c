import type { Logger } from 'pino';
import { ConfigurationError, configurationExitCode } from '../config/configuration-error';
import { parseEnvironment } from '../config/env';
import type { ServiceConfig } from '../config/service-config';
import { createLogger } from '../logging';
import { exitOnUnexpected } from './crash';
import type { ServiceDefinition } from './definition';
import { drainOnSignal } from './drain';
import { importShop } from './import-shop';
import { migrateTables } from './migrate-tables';
import { defaultPorts } from './ports';
import { serve } from './serve';
import { StartFailed } from './start-failed';

/** EX_USAGE of sysexits.h. */
const usageExitCode = 64;

/**
 * The whole of a service's `main.ts`. Commands: `serve` (the default), `migrate`, `import <tillbridge.yaml>`.
 * Exit codes: 78 settings missing or wrong, 64 unknown command, 1 anything else that failed.
 */
export async function runService<C extends ServiceConfig>(
  definition: ServiceDefinition<C>,
  args: readonly string[] = process.argv.slice(2),
): Promise<void> {
  try {
    await runCommand(definition, args);
  } catch (error) {
    fail(definition.name, error);
  }
}

async function runCommand<C extends ServiceConfig>(definition: ServiceDefinition<C>, args: readonly string[]) {
  const [command = 'serve', file, ...rest] = args;
  if (!isKnown(command, file, rest)) return usage(definition.name);
  const env = { ...process.env, PORT: process.env['PORT'] || String(defaultPorts[definition.name]) };
  const config = parseEnvironment(definition.config, env, definition.name);
  const logger = createLogger(definition.name, config.LOG_LEVEL);
  exitOnUnexpected(logger);
  if (command === 'serve') return startServing(definition, config, logger);
  if (command === 'migrate') await migrateTables(definition, config, logger);
  else await importShop(definition, config, logger, file!);
}

async function startServing<C extends ServiceConfig>(definition: ServiceDefinition<C>, config: C, logger: Logger) {
  drainOnSignal(await serve(definition, config, logger), logger);
}

function isKnown(command: string, file: string | undefined, rest: string[]): boolean {
  if (rest.length > 0) return false;
  return command === 'import' ? file !== undefined : ['serve', 'migrate'].includes(command) && file === undefined;
}

function usage(name: string): void {
  process.stderr.write(
    [
      `Usage: node dist/apps/${name}/src/main.js <command>`,
      '  serve                     answer HTTP and handle facts (the default)',
      '  migrate                   bring the tables up to date',
      '  import <tillbridge.yaml>  take over the shop configuration; running it again changes nothing more',
      '',
    ].join('\n'),
  );
  process.exitCode = usageExitCode;
}

/** People read these; a stack trace is shown only where nobody expected the failure. */
function fail(name: string, error: unknown): never {
  if (error instanceof ConfigurationError) {
    process.stderr.write(`${error.message}\n`);
    process.exit(configurationExitCode);
  }
  const text = error instanceof StartFailed ? error.message : ((error as Error)?.stack ?? String(error));
  process.stderr.write(`${name}: ${text}\n`);
  process.exit(1);
}
