import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { NestFactory, Reflector } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { consumedBy, type ServiceName } from '@tillbridge/contracts';
import { Logger as NestLogger, LoggerModule } from 'nestjs-pino';
import type { Logger } from 'pino';
import { BearerGuard } from '../auth/bearer.guard';
import { TokenBook } from '../auth/token-book';
import { requireDecidedRoutes } from '../auth/undecided-routes';
import type { ServiceConfig } from '../config/service-config';
import { bodyLimitBytes, takeBodies } from '../http/bodies';
import { logRequests } from '../http/access-log';
import { ProblemFilter } from '../http/problem.filter';
import { serveSwagger } from '../http/swagger';
import { requestValidation } from '../http/validation';
import { nestLogging } from '../logging';
import { FactIntake, handlesFacts } from '../platform/fact-intake';
import { createMessaging, createStorage } from '../platform/platform';
import { PlatformModule } from '../platform/platform.module';
import { PublishingModule } from '../platform/publishing.module';
import { databaseModule, openDatabase, requireMigrated } from './database.typeorm';
import type { ServiceDefinition } from './definition';
import { StartFailed } from './start-failed';

@Module({})
class ServiceRoot {}

/** Builds and starts a service; it answers HTTP as soon as its database is there, whether or not the broker is. */
export async function serve<C extends ServiceConfig>(
  definition: ServiceDefinition<C>,
  config: C,
  logger: Logger,
): Promise<NestFastifyApplication> {
  const storage = createStorage(definition, config);
  await openDatabase(storage.database, config.DATABASE_WAIT_SECONDS * 1000, logger);
  await requireMigrated(storage.database, definition.name);
  const messaging = createMessaging(definition.name, config.AMQP_URL, storage);
  const app = await createApp(logger, definition.name, definition.description, [
    databaseModule(storage.database),
    PlatformModule.register(definition.name, config, storage, messaging),
    PublishingModule,
    definition.module({ name: definition.name, config }),
  ]);
  requireDecidedRoutes(app);
  const consume = connectFacts(app, definition.name);
  await listen(app, config.PORT);
  logger.info({ url: await app.getUrl(), consumesFacts: consume !== null }, 'listening');
  // Not awaited: without a broker this takes a while, and intake must not wait for that. A rejection ends the process.
  void consume?.();
  return app;
}

/** @throws StartFailed naming PORT when another program has it, or when it is not for this user to take. */
async function listen(app: NestFastifyApplication, port: number): Promise<void> {
  try {
    await app.listen(port, '0.0.0.0');
  } catch (error) {
    const remedy = portRemedies[String((error as NodeJS.ErrnoException).code)];
    if (remedy === undefined) throw error;
    throw new StartFailed(`Cannot listen on port ${port} (PORT): ${remedy}`);
  }
}

const portRemedies: Record<string, string> = {
  EADDRINUSE: 'another program listens there. Stop that one, or set PORT to a free port.',
  EACCES: 'this user may not take it. Set PORT to 1024 or more.',
};

type Import = DynamicModule | (new () => object);

export async function createApp(
  logger: Logger,
  name: string,
  description = '',
  imports: Import[],
): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({ bodyLimit: bodyLimitBytes, genReqId: () => randomUUID() });
  const root: DynamicModule = { module: ServiceRoot, imports: [LoggerModule.forRoot(nestLogging(logger)), ...imports] };
  takeBodies(adapter);
  logRequests(adapter, logger);
  const app = await NestFactory.create<NestFastifyApplication>(root, adapter, {
    rawBody: true,
    bufferLogs: true,
    abortOnError: false,
    return503OnClosing: true,
  });
  app.useLogger(app.get(NestLogger));
  app.useGlobalGuards(new BearerGuard(app.get(Reflector), app.get(TokenBook)));
  app.useGlobalPipes(requestValidation());
  app.useGlobalFilters(new ProblemFilter());
  serveSwagger(app, name, description);
  return app;
}

/** @returns how to start consuming, or null for a service that has no fact handler. */
function connectFacts(app: NestFastifyApplication, name: ServiceName): (() => Promise<unknown>) | null {
  if (!handlesFacts(app)) {
    if (consumedBy(name).length === 0) return null;
    throw new StartFailed(
      `${name} listens to facts (libs/contracts), but no controller has a method marked @FactBatch().`,
    );
  }
  const intake = app.get(FactIntake);
  intake.active = true;
  app.connectMicroservice({ strategy: intake.server });
  return () => app.startAllMicroservices();
}
