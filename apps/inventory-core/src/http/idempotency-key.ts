import { hash } from 'node:crypto';
import { applyDecorators, BadRequestException, Headers } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { ReservationCall, ReservationRequest } from '../reservations/requests';

const header = 'idempotency-key';
const keyPattern = /^[\x21-\x7e]{8,128}$/;

/** Every route that changes something asks for it: a caller that got no answer can ask again without asking twice. */
export const TakesKey = () =>
  applyDecorators(
    ApiHeader({
      name: 'Idempotency-Key',
      required: true,
      example: '7c0f3a52-3f0b-4b53-9d3e-0b6f2a1c8d4e',
      description:
        'Of your own making, one per request: a UUID. The same request under the same key is answered as before, for 24 hours at least; another request under it is refused.',
    }),
  );

export const Key = () => Headers(header);

/** @throws BadRequestException saying what a key looks like. */
export function callOf(key: string | undefined, request: ReservationRequest): ReservationCall {
  if (key === undefined || !keyPattern.test(key)) {
    const problem = key === undefined ? 'it is missing' : `"${key.slice(0, 100)}" is none`;
    throw new BadRequestException(
      `The header Idempotency-Key names the request, and ${problem}; send 8 to 128 visible characters without blanks, best a UUID of its own for each request.`,
    );
  }
  return { key, fingerprint: hash('sha256', JSON.stringify(request), 'base64url'), request };
}
