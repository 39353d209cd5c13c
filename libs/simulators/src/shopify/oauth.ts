import { jsonBody, type TwinRequest, type TwinResponse } from '../shared';
import type { Shop } from './model/shop';

const SCOPE =
  'write_inventory,write_products,write_publications,read_locations,write_orders,write_merchant_managed_fulfillment_orders';

/** POST /admin/oauth/access_token with grant_type client_credentials. */
export function grantToken(shop: Shop, request: TwinRequest): TwinResponse {
  const asked = credentials(request);
  if (asked.grant_type !== 'client_credentials') {
    return refuse('unsupported_grant_type', 'The twin issues client_credentials tokens only.');
  }
  const { clientId, clientSecret } = shop.state.identity;
  if (!clientId || asked.client_id !== clientId) {
    return refuse('application_cannot_be_found', 'The application cannot be found');
  }
  if (asked.client_secret !== clientSecret) return refuse('invalid_client', 'The client secret is invalid.');
  const token = `shpat_${shop.rng.hex(16)}`;
  shop.state.tokens.set(token, shop.now() + shop.options.tokenSeconds * 1000);
  return {
    status: 200,
    body: { access_token: token, scope: SCOPE, expires_in: Math.max(0, shop.options.tokenSeconds - 1) },
  };
}

export function authorized(shop: Shop, request: TwinRequest): boolean {
  const token = request.headers['x-shopify-access-token'];
  if (typeof token !== 'string') return false;
  const expiresAt = shop.state.tokens.get(token);
  return expiresAt === null || (expiresAt !== undefined && expiresAt > shop.now());
}

export const UNAUTHORIZED: TwinResponse = {
  status: 401,
  body: { errors: '[API] Invalid API key or access token (unrecognized login or wrong password)' },
};

function credentials(request: TwinRequest): Record<string, unknown> {
  const type = request.headers['content-type'] ?? '';
  if (!type.includes('application/x-www-form-urlencoded')) return jsonBody(request);
  return Object.fromEntries(new URLSearchParams(request.body.toString('utf8')));
}

const refuse = (error: string, description: string): TwinResponse => ({
  status: 400,
  body: { error, error_description: description },
});
