import type { TwinRequest, TwinResponse } from '../../shared';
import type { Twin } from './twin';

/** `POST /api/1.0/token`, form-encoded: a code for tokens, or a refresh token for the next pair. */
export function tokenEndpoint(twin: Twin, request: TwinRequest): TwinResponse {
  const form = new URLSearchParams(request.body.toString('utf8'));
  const field = (name: string) => form.get(name) ?? '';
  const { credentials, retailer } = twin;
  switch (field('grant_type')) {
    case 'authorization_code':
      return answer(
        credentials.exchangeCode(field('client_id'), field('client_secret'), field('code'), retailer.domainPrefix),
      );
    case 'refresh_token':
      return answer(
        credentials.refresh(field('client_id'), field('client_secret'), field('refresh_token'), retailer.domainPrefix),
      );
    default:
      return { status: 400, body: { error: 'unsupported_grant_type', message: 'unknown grant_type' } };
  }
}

function answer(grant: object | undefined): TwinResponse {
  if (grant) return { status: 200, body: grant };
  return { status: 400, body: { error: 'invalid_grant', message: 'the grant is invalid, used or revoked' } };
}
