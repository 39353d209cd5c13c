import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { describeAnswers } from './describe-answers';
import { Problem } from './problem';

/** Name of the bearer scheme in the document. */
const scheme = 'bearer';
/** Of the HTTP interface of all services; raised when a caller would have to change. */
const interfaceVersion = '1.0';

/**
 * Swagger UI at /docs, the document at /docs-json. Both are public: they describe the routes and hold no data, and a
 * person needs them before having a token. What they describe asks for one, probes and webhooks aside.
 */
export function serveSwagger(app: NestFastifyApplication, name: string, description: string): void {
  const config = new DocumentBuilder()
    .setTitle(name)
    .setDescription(`${description}\n\nPress Authorize and give a service or operator token.`)
    .setVersion(interfaceVersion)
    .addBearerAuth({ type: 'http', scheme: 'bearer' }, scheme)
    .addSecurityRequirements(scheme)
    .build();
  const document = () => describeAnswers(SwaggerModule.createDocument(app, config, { extraModels: [Problem] }));
  SwaggerModule.setup('docs', app, document, {
    jsonDocumentUrl: 'docs-json',
    swaggerOptions: { persistAuthorization: true },
  });
}
