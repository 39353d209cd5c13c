import type { Guard } from './guard';

const ledger = 'apps/inventory-core/src/ledger/ledger.memory.spec.ts';
const platform = 'libs/persistence/src/platform.typeorm.int.spec.ts';
const relay = 'libs/messaging/src/outbox-relay.spec.ts';
const isolation = 'libs/messaging/src/isolate.spec.ts';
const failure = 'libs/messaging/src/failure.spec.ts';

/** Facts arrive late, twice and in any order, and none is lost on the way. */
export const factGuards: readonly Guard[] = [
  {
    name: 'inbox: each message once',
    rule: 'a consumer is given a message id once, whoever else asks for it at the same time',
    file: 'libs/persistence/src/inbox.typeorm.ts',
    find: 'ON CONFLICT DO NOTHING RETURNING message_id',
    replace: 'ON CONFLICT (consumer, message_id) DO UPDATE SET received_at = now() RETURNING message_id',
    tests: [platform],
  },
  {
    name: 'inbox of the core',
    rule: 'the core decides only facts that its inbox admits',
    file: 'apps/inventory-core/src/use-cases/handle-facts.ts',
    find: 'uniqueOf(envelopes).filter((envelope) => admitted.has(envelope.id))',
    replace: 'uniqueOf(envelopes).filter(() => admitted !== null)',
    tests: [ledger],
    named: 'its guards',
  },
  {
    name: 'inbox of the store gateway',
    rule: 'a store gateway takes only facts that its inbox admits',
    file: 'libs/gateway-kit/src/store/take-facts.ts',
    find: 'envelopes.filter(({ id }) => fresh.has(id))',
    replace: 'envelopes.filter(() => fresh !== null)',
    tests: ['libs/gateway-kit/src/store/take-facts.spec.ts'],
  },
  {
    name: 'inbox of the till gateway',
    rule: 'a till gateway takes only facts that its inbox admits',
    file: 'apps/lightspeed-gateway/src/handle-facts.ts',
    find: 'if (news.has(envelope.id)) await',
    replace: 'if (news !== null) await',
    tests: ['apps/lightspeed-gateway/src/handle-facts.spec.ts'],
  },
  {
    name: 'outbox in the same transaction',
    rule: 'a fact is stored with the decision that it tells of, or not at all',
    file: 'libs/persistence/src/outbox.typeorm.ts',
    find: "await send(tx, insertColumns('outbox', columns, rows));",
    replace:
      "const { sql, parameters } = insertColumns('outbox', columns, rows); await this.dataSource.query(sql, [...parameters]);",
    tests: [platform],
  },
  {
    name: 'outbox: one relay at a time',
    rule: 'what one relay is publishing no other takes up',
    file: 'libs/persistence/src/outbox.typeorm.ts',
    find: 'ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED',
    replace: 'ORDER BY id LIMIT $1',
    tests: [platform],
  },
  {
    name: 'outbox: removed only once confirmed',
    rule: 'a fact that the broker did not confirm stays in the outbox',
    file: 'libs/messaging/src/outbox-relay.ts',
    find: 'envelopes.map(({ id }) => id).filter((id) => !failure?.ids.has(id))',
    replace: 'envelopes.map(({ id }) => id)',
    tests: [relay],
  },
  {
    name: 'poison isolation of facts',
    rule: 'a fact that cannot be handled does not keep its neighbours from being handled',
    file: 'libs/messaging/src/isolate.ts',
    find: "else if (weather === 'fail' || part.length === 1) record",
    replace: "else if (weather === 'fail' || part.length >= 1) record",
    tests: [isolation],
  },
  {
    name: 'weather is nobody’s fault',
    rule: 'while the database is away a batch waits as a whole; nothing of it fails',
    file: 'libs/messaging/src/isolate.ts',
    find: 'isDatabaseAway(error) ? await onWeather(error as Error) : null',
    replace: 'isDatabaseAway(error) && onWeather === null ? await onWeather : null',
    tests: [isolation],
  },
  {
    name: 'weather counts as no try',
    rule: 'a database that is away for an afternoon sets none of its facts aside',
    file: 'libs/messaging/src/failure.ts',
    find: 'attemptsOf(message) + (isWeather ? 0 : 1)',
    replace: 'attemptsOf(message) + 1',
    tests: [failure],
  },
  {
    name: 'what is wrong for good is parked at once',
    rule: 'a fact that no retry can mend goes to a person without more tries',
    file: 'libs/messaging/src/failure.ts',
    find: 'error instanceof PermanentError ? undefined : topology.retries[attempt - 1]',
    replace: 'error === undefined ? undefined : topology.retries[attempt - 1]',
    tests: [failure],
  },
  {
    name: 'poison isolation of deliveries',
    rule: 'a delivery that cannot be recorded does not keep its neighbours from being recorded',
    file: 'libs/gateway-kit/src/intake/intake-worker.ts',
    find: 'if (batch.length === 1) await this.settleFailure(batch[0]!, error);',
    replace: 'if (batch.length >= 1) for (const each of batch) await this.settleFailure(each, error);',
    tests: ['libs/gateway-kit/src/intake/intake-worker.spec.ts'],
  },
];
