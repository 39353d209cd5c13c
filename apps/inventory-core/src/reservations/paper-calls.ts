import { createHash, randomUUID } from 'node:crypto';
import { v7 } from 'uuid';
import { startOfDay, paperShop } from '../ledger/paper-core';
import { stock, type LedgerWorld } from '../ledger/ledger.contract';
import type { Shop } from '../shop/shop';
import type { AnswerBook } from './answer-book';
import { answerCalls, type AnswerDeps } from './answer-calls';
import type { Outcome, ReservationCall, ReservationRequest, ReservationShown } from './requests';

// Builders for specs: a headless seller beside the two stores, and a clock that stands where a spec puts it.

export const shopWithSeller: Shop = {
  ...paperShop,
  sellers: new Map([['headless', { currency: 'EUR' }]]),
  layout: {
    ...paperShop.layout,
    sellers: new Set(['headless']),
    places: [...paperShop.layout.places, { channel: 'headless', storeLocation: 'headless', serves: ['main'] }],
    ranks: new Map([...paperShop.layout.ranks, ['headless', 3]]),
  },
};

export interface ReservationWorld extends LedgerWorld {
  answers: AnswerBook;
}

export function answerDeps(world: ReservationWorld, seconds: number, shop = shopWithSeller): AnswerDeps {
  return {
    ...world,
    shop: async () => shop,
    now: () => new Date(startOfDay + seconds * 1_000),
    newId: () => v7(),
    onDue: () => undefined,
  };
}

export function call(request: ReservationRequest, key: string = randomUUID()): ReservationCall {
  return { key, fingerprint: createHash('sha256').update(JSON.stringify(request)).digest('hex'), request };
}

type Reserve = Extract<ReservationRequest, { kind: 'reserve' }>;

export function wish(quantity: number, more: Partial<Reserve> = {}, sku = 'TEE-M'): Reserve {
  const line = { itemId: null, sku, quantity, unitPrice: null };
  return { kind: 'reserve', channel: 'headless', lines: [line], ttlSeconds: 60, reference: null, ...more };
}

export async function ask(world: ReservationWorld, request: ReservationRequest, seconds = 60): Promise<Outcome> {
  const [outcome] = await answerCalls(answerDeps(world, seconds), [call(request)]);
  return outcome;
}

/** What was granted. @throws with the refusal where it was not. */
export function granted(outcome: Outcome): ReservationShown {
  if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome));
  return outcome.reservation;
}

/** `callers` reserve one unit each, all at once and each in a unit of work of their own. Returns how many got one. */
export async function raceForHolds(world: ReservationWorld, level: number, callers: number): Promise<number> {
  await stock(world, level);
  const outcomes = await Promise.all(Array.from({ length: callers }, () => ask(world, wish(1))));
  return outcomes.filter(({ kind }) => kind === 'done').length;
}
