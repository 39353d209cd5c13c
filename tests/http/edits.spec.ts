import { Global, Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { storeClaimChanged } from '@tillbridge/contracts';
import { EditViews } from '../../apps/inventory-core/src/http/edit-views.typeorm';
import { ADJUST_AGAIN, DECIDE_EDIT, EditsController } from '../../apps/inventory-core/src/http/edits.controller';
import { PaperDay } from '../../apps/inventory-core/src/ledger/paper-day';
import { at, fact, paperShopWith } from '../../apps/inventory-core/src/ledger/paper-core';
import { memoryWorld } from '../../apps/inventory-core/src/ledger/spec-memory-world';
import {
  adjustTillAgain,
  decideEditAt,
  type EditKey,
  type EditSaid,
} from '../../apps/inventory-core/src/use-cases/decide-edit';
import { TokenBook } from '../../libs/service-kit/src/auth/token-book';
import { createLogger } from '../../libs/service-kit/src/logging';
import { createApp } from '../../libs/service-kit/src/run/serve';

const [service, operator] = ['a-service-token-0123456789', 'an-operator-token-0123456789'];
let app: NestFastifyApplication;
let day: PaperDay;

beforeEach(async () => {
  day = new PaperDay(memoryWorld(), paperShopWith({}));
  await day.stock(1, { main: 7 });
  const providers = [
    { provide: DECIDE_EDIT, useValue: (key: EditKey, said: EditSaid) => decideEditAt(day.deps(), key, said) },
    { provide: ADJUST_AGAIN, useValue: (itemId: string, id: string) => adjustTillAgain(day.deps(), itemId, id) },
    { provide: EditViews, useValue: {} },
    { provide: TokenBook, useValue: new TokenBook({ service: [service], operator: [operator] }) },
  ];
  @Global()
  @Module({ controllers: [EditsController], providers, exports: [TokenBook] })
  class Routes {}
  app = await createApp(createLogger('inventory-core', 'silent'), 'inventory-core', '', [Routes]);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
});
afterEach(() => app.close());

const missing = (claim: number, seq: number, settled = true) =>
  day.take([
    fact(storeClaimChanged, {
      ...{ channel: 'store-a', externalId: 'a-1', storeLocation: '1', edits: 0, ordersSeen: 0, ended: 0, reversed: 0 },
      ...{ claim, seq, settled, since: at(1), observedAt: at(2) },
    }),
  ]);
const say = async (word: string, payload: object, { token = operator, level = 'store-a/a-1/1' } = {}) => {
  const headers = { authorization: `Bearer ${token}` };
  const answer = await app.inject({ method: 'POST', url: `/edits/${level}/${word}`, payload, headers });
  return [answer.statusCode, answer.json()] as const;
};

describe('the routes on what stores are missing', () => {
  it.each(['accept', 'dismiss'])('take the word of an operator once: %s', async (word) => {
    await missing(2, 1);
    const [status, body] = await say(word, { seq: 1 });
    expect([status, body]).toMatchObject([200, { verdict: { units: 2, seq: 1 } }]);
    expect(await say(word, { seq: 1 })).toEqual([200, body]);
  });

  it('take no word of a service, nor one without what it is about', async () => {
    await missing(2, 1);
    expect((await say('accept', { seq: 1 }, { token: service }))[0]).toBe(403);
    expect(await say('accept', {})).toMatchObject([400, { problems: [expect.objectContaining({ field: 'seq' })] }]);
  });

  it.each([
    [
      'say what is new where it was reported again',
      1,
      'seq: 1 is not the newest report of this level any more, 2 is, with 3 missing',
    ],
    ['say what to wait for while an order may explain it', 2, 'an order may still explain the 3 missing units'],
  ])('%s', async (_, seq, message) => {
    await missing(2, 1);
    await missing(3, 2, false);
    const [status, body] = await say('accept', { seq });
    expect([status, body]).toMatchObject([409, { detail: expect.stringContaining(message) }]);
  });

  it('say so where nothing of ours is', async () => {
    expect((await say('accept', { seq: 1 }, { level: 'store-a/a-9/1' }))[0]).toBe(404);
    expect((await say('accept', { seq: 1 }, { level: 'store-a/a-1/9' }))[0]).toBe(404);
  });

  it('have nothing to post again where nothing was refused', async () => {
    await missing(2, 1);
    const [, { itemId, verdict }] = await say('accept', { seq: 1 });
    const again = (id: string) => say('post-again', {}, { level: `adjustments/${itemId}/${id}` });
    expect((await again(verdict.adjustment))[0]).toBe(409);
    expect((await again(itemId))[0]).toBe(404);
  });
});
