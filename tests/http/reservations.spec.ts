import { randomUUID } from 'node:crypto';
import { Global, Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { MicroBatcher } from '@tillbridge/service-kit';
import {
  ANSWER_CALL,
  ReservationsController,
  SHOW_RESERVATION,
} from '../../apps/inventory-core/src/http/reservations.controller';
import { stock } from '../../apps/inventory-core/src/ledger/ledger.contract';
import { memoryWorld } from '../../apps/inventory-core/src/ledger/spec-memory-world';
import { answerCalls } from '../../apps/inventory-core/src/reservations/answer-calls';
import { answerDeps } from '../../apps/inventory-core/src/reservations/paper-calls';
import type { Outcome, ReservationCall } from '../../apps/inventory-core/src/reservations/requests';
import { showOne } from '../../apps/inventory-core/src/reservations/show-one';
import { TokenBook } from '../../libs/service-kit/src/auth/token-book';
import { createLogger } from '../../libs/service-kit/src/logging';
import { createApp } from '../../libs/service-kit/src/run/serve';

const token = 'a-service-token-0123456789';
let app: NestFastifyApplication;

async function openApp(units: number): Promise<NestFastifyApplication> {
  const world = memoryWorld();
  await stock(world, units);
  const deps = answerDeps(world, 60);
  const batcher = new MicroBatcher<ReservationCall, Outcome>({
    sizeMax: 100,
    besideMin: 16,
    lingerMs: 1,
    waitingMax: 1_000,
    handle: (calls) => answerCalls(deps, calls),
  });
  const providers = [
    { provide: ANSWER_CALL, useValue: (call: ReservationCall) => batcher.ask(call) },
    { provide: SHOW_RESERVATION, useValue: (id: string) => showOne(deps, id) },
    { provide: TokenBook, useValue: new TokenBook({ service: [token], operator: [] }) },
  ];
  @Global()
  @Module({ controllers: [ReservationsController], providers, exports: [TokenBook] })
  class Routes {}
  const opened = await createApp(createLogger('inventory-core', 'silent'), 'inventory-core', '', [Routes]);
  await opened.init();
  await opened.getHttpAdapter().getInstance().ready();
  return opened;
}

const authorization = `Bearer ${token}`;
const post = (url: string, payload: object, headers: Record<string, string> = { 'idempotency-key': randomUUID() }) =>
  app.inject({ method: 'POST', url: `/reservations${url}`, payload, headers: { authorization, ...headers } });
const wish = (quantity: number) => ({ channel: 'headless', lines: [{ sku: 'tee-m', quantity }] });
const reserved = async (quantity: number): Promise<string> => (await post('', wish(quantity))).json().id;

beforeEach(async () => void (app = await openApp(3)));
afterEach(() => app.close());

describe('the reservation routes', () => {
  it('take a reservation through its life', async () => {
    const made = await post('', { ...wish(2), ttlSeconds: 60, reference: 'W-1' });
    expect([made.statusCode, made.json()]).toMatchObject([201, { state: 'held', reference: 'W-1', paid: false }]);
    const { id, expiresAt } = made.json();
    expect((await app.inject({ url: `/reservations/${id}`, headers: { authorization } })).json()).toEqual(made.json());
    const longer = await post(`/${id}/extend`, { ttlSeconds: 120 });
    expect([longer.statusCode, longer.json().expiresAt > expiresAt]).toEqual([200, true]);
    expect((await post(`/${id}/confirm`, { paid: true })).json()).toMatchObject({ state: 'confirmed', paid: true });
    expect((await post(`/${id.toUpperCase()}/release`, {})).json()).toMatchObject({
      state: 'released',
      expiresAt: null,
    });
    expect((await post(`/${id}/release`, {})).statusCode).toBe(200);
    expect((await post(`/${id}/fulfil`, {})).statusCode).toBe(409);
  });

  it('say which lines lack how many units', async () => {
    const answer = await post('', wish(4));
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect([answer.statusCode, answer.json()]).toMatchObject([
      409,
      { title: 'Conflict', lines: [{ line: '1', sku: 'tee-m', asked: 4, available: 3 }] },
    ]);
  });

  it('name a SKU that nothing has, and a reservation that nobody was given', async () => {
    const answer = await post('', { channel: 'headless', lines: [{ sku: 'CAP', quantity: 1 }] });
    expect([answer.statusCode, answer.json()]).toMatchObject([
      422,
      { detail: expect.stringContaining('CAP'), problems: [{ field: 'lines[0].sku', value: 'CAP' }] },
    ]);
    expect((await post(`/${randomUUID()}/release`, {})).statusCode).toBe(404);
  });

  it('answer the same request under the same key as before, and refuse another', async () => {
    const key = { 'idempotency-key': 'order-1001' };
    const [first, again] = [await post('', wish(2), key), await post('', wish(2), key)];
    expect([again.statusCode, again.json()]).toEqual([201, first.json()]);
    expect((await post('', wish(1), key)).statusCode).toBe(409);
    expect((await post(`/${first.json().id}/release`, {}, key)).statusCode).toBe(409);
  });

  it.each([[{}], [{ 'idempotency-key': 'short' }], [{ 'idempotency-key': 'with blanks in it' }]])(
    'ask for a key: %j',
    async (headers: Record<string, string>) => {
      const answer = await post('', wish(1), headers);
      expect([answer.statusCode, answer.json().detail]).toEqual([400, expect.stringContaining('Idempotency-Key')]);
      expect((await post(`/${randomUUID()}/release`, {}, headers)).statusCode).toBe(400);
    },
  );

  it.each([
    [{ lines: [] }, 'lines', 'should have at least one entry, with itemId or sku, and quantity'],
    [{ lines: [{ sku: 'TEE-M', quantity: 0 }] }, 'lines[0].quantity', 'should be 1 unit or more'],
    [{ lines: [{ sku: 'TEE-M', quantity: 1.5 }] }, 'lines[0].quantity', 'should be a whole number of units'],
    [{ lines: [{ quantity: 1 }] }, 'lines[0].itemId', 'should be the id of an item, or left out where sku names it'],
    [{ channel: 'Head Less' }, 'channel', 'should be the channel of a seller, for example headless'],
    [{ ttlSeconds: 90_000 }, 'ttlSeconds', 'should be 86400 seconds (a day) at most'],
  ])('name a wrong field and the remedy: %j', async (wrong, field, remedy) => {
    const answer = await post('', { ...wish(1), ...wrong });
    expect([answer.statusCode, answer.json().problems]).toMatchObject([400, [{ field, remedy }]]);
  });

  it('grant exactly what there is to 20 callers at once', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => post('', wish(1))));
    expect(answers.filter(({ statusCode }) => statusCode === 201)).toHaveLength(3);
    expect(answers.filter(({ statusCode }) => statusCode === 409)).toHaveLength(17);
  });

  it('are for those with a token', async () => {
    expect((await app.inject({ method: 'POST', url: '/reservations', payload: wish(1) })).statusCode).toBe(401);
    expect(await reserved(1)).toMatch(/^[0-9a-f-]{36}$/);
  });
});
