import type { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { rawBodyRoute } from '../auth/access';

/** Shopify's largest webhooks stay far below this; anything larger is refused with 413. */
export const bodyLimitBytes = 5 * 1024 * 1024;

class UnsupportedBody extends Error {
  readonly statusCode = 415;
}

/**
 * One parser for every content type. A public route gets the bytes that came in, whatever they claim to be (Lightspeed
 * sends forms, and a signature covers bytes, not meaning); any other route gets parsed JSON or a refusal.
 */
export function takeBodies(adapter: FastifyAdapter): void {
  const fastify = adapter.getInstance();
  fastify.removeAllContentTypeParsers();
  const parseJson = fastify.getDefaultJsonParser('error', 'error');
  adapter.useBodyParser('*', true, { bodyLimit: bodyLimitBytes }, (request, body: Buffer, done) => {
    const { routeOptions, headers } = request as FastifyRequest;
    if ((routeOptions.config as { [rawBodyRoute]?: boolean })[rawBodyRoute]) return done(null, body);
    const type = headers['content-type'] ?? '';
    if (!/^application\/([\w.+-]+\+)?json\b/i.test(type))
      return done(new UnsupportedBody(`A body of type "${type}" is not understood here; send application/json.`));
    return parseJson(request as FastifyRequest, body.toString('utf8'), done);
  });
}
