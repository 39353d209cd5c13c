import type { Guard } from './guard';

const shopify = 'apps/shopify-gateway/src/store/verify.ts';
const shopifySpec = 'apps/shopify-gateway/src/store/verify.spec.ts';
const lightspeed = 'apps/lightspeed-gateway/src/x-series/intake.ts';
const lightspeedSpec = 'apps/lightspeed-gateway/src/x-series/intake.spec.ts';
const till = 'apps/lightspeed-gateway/src/till.ts';
const door = 'apps/lightspeed-gateway/src/gateway.int.spec.ts';
const app = 'libs/service-kit/src/http/create-app.spec.ts';
const guard = 'libs/service-kit/src/auth/bearer.guard.ts';
const calls = 'apps/inventory-core/src/reservations/answer-calls.ts';
const ledger = 'apps/inventory-core/src/ledger/ledger.memory.spec.ts';

/** Who may say something to us, and how often one thing counts. */
export const doorGuards: readonly Guard[] = [
  {
    name: 'webhook signature: Shopify',
    rule: 'a webhook that is not signed with a secret of its store is refused',
    file: shopify,
    find: "if (!isSigned(headers['x-shopify-hmac-sha256'], body, secrets)) return",
    replace: "if (isSigned(headers['x-shopify-hmac-sha256'], body, secrets) === undefined) return",
    tests: [shopifySpec],
  },
  {
    name: 'webhook signature: all of it',
    rule: 'a signature that is only the beginning of the right one is refused',
    file: shopify,
    find: 'given.length === right.length && timingSafeEqual(given, right)',
    replace: 'timingSafeEqual(given, right.subarray(0, given.length))',
    tests: [shopifySpec],
  },
  {
    name: 'webhook of another store',
    rule: 'a webhook that was signed with our secret and sent for another store is refused',
    file: shopify,
    find: "if (headers['x-shopify-shop-domain']?.toLowerCase() !== domain.toLowerCase()) return",
    replace: "if (headers['x-shopify-shop-domain'] === null) return",
    tests: [shopifySpec],
  },
  {
    name: 'webhook delivery id, never the event id',
    rule: 'two deliveries of one merchant action are two deliveries',
    file: shopify,
    find: "const deliveryId = headers['x-shopify-webhook-id'];",
    replace: "const deliveryId = headers['x-shopify-event-id'];",
    tests: [shopifySpec],
  },
  {
    name: 'webhook delivery stored once',
    rule: 'a delivery that comes again is not stored, and not translated, again',
    file: 'libs/gateway-kit/src/intake/raw-intake.typeorm.ts',
    find: 'ON CONFLICT DO NOTHING RETURNING 1`',
    replace: "ON CONFLICT (channel, delivery_id) DO UPDATE SET state = 'waiting', body = EXCLUDED.body RETURNING 1`",
    tests: ['libs/gateway-kit/src/intake/raw-intake.int.spec.ts'],
  },
  {
    name: 'webhook stored before it is answered',
    rule: 'where it cannot be stored it is not answered with 200, so that the store sends it again',
    file: 'apps/shopify-gateway/src/intake.ts',
    find: 'await uow.run((tx) => raw.store(',
    replace: 'void uow.run((tx) => raw.store(',
    tests: ['apps/shopify-gateway/src/gateway.int.spec.ts'],
  },
  {
    name: 'webhook: raw bytes',
    rule: 'a signature is checked over the bytes that came in, not over what they mean',
    file: 'libs/service-kit/src/http/bodies.ts',
    find: '[rawBodyRoute]) return done(null, body);',
    replace: '[rawBodyRoute]) return done(null, Buffer.from(JSON.stringify(JSON.parse(body.toString()))));',
    tests: [app],
  },
  {
    name: 'webhook signature: Lightspeed',
    rule: 'a webhook whose signature does not fit its body is refused',
    file: lightspeed,
    find: "expected) ? 'good' : 'wrong';",
    replace: "expected) ? 'good' : 'good';",
    tests: [lightspeedSpec],
  },
  {
    name: 'webhook signature: Lightspeed, of the method it names',
    rule: 'a signature made by another method than the documented one is refused',
    file: lightspeed,
    find: "if ((fields.get('algorithm') ?? '').toUpperCase() !== 'HMAC-SHA256') return 'wrong';",
    replace: "if ((fields.get('algorithm') ?? '') === 'none') return 'wrong';",
    tests: [lightspeedSpec],
  },
  {
    name: 'webhook address: Lightspeed',
    rule: 'who does not know the secret address of a till wakes nothing',
    file: till,
    find: 'if (!reason || !sameSecret(secret, this.secrets.webhookSecret)) {',
    replace: 'if (!reason || !sameSecret(secret, secret)) {',
    tests: [door],
  },
  {
    name: 'webhook refused: Lightspeed',
    rule: 'a webhook with a wrong signature wakes nothing',
    file: till,
    find: "if (checked === 'wrong') {",
    replace: 'if (checked === null) {',
    tests: [door],
  },
  {
    name: 'unsigned webhooks are limited',
    rule: 'who learns the secret address cannot use up the till’s call limit with it',
    file: till,
    find: "if (checked === 'absent' && !this.limiter.admit()) return",
    replace: "if (checked === 'absent' && !this.limiter) return",
    tests: [door],
  },
  {
    name: 'role guard: the role',
    rule: 'a token of another role is refused',
    file: guard,
    find: 'if (!allowed.includes(role))',
    replace: 'if (allowed.length === 0)',
    tests: [app],
  },
  {
    name: 'role guard: the token',
    rule: 'a token that nobody was given is refused',
    file: guard,
    find: 'const role = token === null ? null : this.tokens.roleOf(token);',
    replace: 'const role = token === null ? null : (this.tokens.roleOf(token) ?? allowed[0]!);',
    tests: [app],
  },
  {
    name: 'role guard: a route that says nothing',
    rule: 'a route of which nobody has said who may call it is refused',
    file: guard,
    find: "if (!allowed) throw new ForbiddenException('Nobody may call this route: it names no role.');",
    replace: 'if (!allowed) return true;',
    tests: [app],
  },
  {
    name: 'idempotency key: answered once',
    rule: 'a request that comes again under its key is answered as before, and nothing is done again',
    file: calls,
    find: 'const stored = await deps.answers.find(tx, [...keys]);',
    replace: 'const stored = await deps.answers.find(tx, [...keys].slice(keys.size));',
    tests: [ledger],
    named: 'reserving|racing for reservations',
  },
  {
    name: 'idempotency key: once in a batch',
    rule: 'copies of one request that wait together are decided once',
    file: calls,
    find: 'if (!first.has(call.key)) first.set(call.key, call);',
    replace: 'first.set(first.has(call.key) ? `${call.key}/${first.size}` : call.key, call);',
    tests: [ledger],
    named: 'reserving|racing for reservations',
  },
  {
    name: 'idempotency key: for one request',
    rule: 'another request under a key that is taken is refused',
    file: calls,
    find: 'if (known.fingerprint === call.fingerprint) return known.outcome;',
    replace: 'if (known.fingerprint !== null) return known.outcome;',
    tests: [ledger],
    named: 'reserving|racing for reservations',
  },
  {
    name: 'idempotency key: what follows a batch',
    rule: 'a batch that was decided on one that was not committed is decided again',
    file: calls,
    find: "if (left !== null && !(await left.isKept)) throw new StaleVersion('the batch before was not kept');",
    replace: "if (left === undefined) throw new StaleVersion('the batch before was not kept');",
    tests: [ledger],
    named: 'batches that follow each other',
  },
];
