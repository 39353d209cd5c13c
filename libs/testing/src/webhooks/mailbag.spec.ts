import { createHmac, randomUUID } from 'node:crypto';
import { Random } from '../world/random';
import { Forger } from './forger';
import type { Letter } from './letter';
import { Mailbag } from './mailbag';

const secret = 'the store';
const sign = (body: Buffer) => createHmac('sha256', secret).update(body).digest('base64');

function genuine(): Letter {
  const id = randomUUID();
  const body = Buffer.from(JSON.stringify({ id, line_items: [] }));
  const headers = {
    'x-shopify-webhook-id': id,
    'x-shopify-topic': 'orders/create',
    'x-shopify-shop-domain': 'acme-a.myshopify.com',
    'x-shopify-hmac-sha256': sign(body),
  };
  return { kind: 'genuine', path: '/webhooks/shopify/store-a', headers, body, id };
}

const bagOf = (deliveriesMax: number, seed = 1) => {
  const random = new Random(seed);
  return new Mailbag(random, new Forger(random, { 'store-a': secret }), deliveriesMax);
};

function filled(deliveriesMax: number) {
  const bag = bagOf(deliveriesMax);
  const put: Letter[] = [];
  while (!bag.isFull) bag.put(put[put.push(genuine()) - 1]!);
  const taken: Letter[] = [];
  for (let letter = bag.take(); letter; letter = bag.take()) taken.push(letter);
  return { bag, put, taken };
}

describe('a bag of hostile mail', () => {
  const { bag, put, taken } = filled(20_000);
  const copiesOf = ({ id }: Letter) => taken.filter((letter) => letter.kind === 'genuine' && letter.id === id).length;

  it('gives out exactly as many as are wanted, and counts them by kind', () => {
    expect(taken).toHaveLength(20_000);
    const { deliveries, genuine: letters, copies, forged, garbage, huge } = bag.counts;
    expect([deliveries, letters]).toEqual([20_000, put.length]);
    expect(copies + forged + garbage + huge).toBe(20_000);
    for (const kind of ['forged', 'garbage', 'huge'] as const) {
      expect(taken.filter((letter) => letter.kind === kind)).toHaveLength(bag.counts[kind]);
      expect(bag.counts[kind]).toBeGreaterThan(0);
    }
  });

  it('loses about one genuine letter in ten, gives the others up to fifty times, and keeps no order', () => {
    const times = put.map(copiesOf);
    expect(times.filter((count) => count === 0)).toHaveLength(bag.counts.dropped);
    expect(bag.counts.dropped / put.length).toBeGreaterThan(0.05);
    expect(bag.counts.dropped / put.length).toBeLessThan(0.15);
    expect([Math.min(...times.filter(Boolean)), Math.max(...times)]).toEqual([1, 50]);
    const firsts = [...new Set(taken.filter(({ kind }) => kind === 'genuine').map(({ id }) => id))];
    expect(firsts).not.toEqual(put.map(({ id }) => id).filter((id) => firsts.includes(id)));
  });

  it('makes the same of the same letters again', () => {
    const letters = Array.from({ length: 20 }, genuine);
    const counts = [1, 2].map(() => {
      const again = bagOf(1_000, 5);
      letters.forEach((letter) => again.put(letter));
      return again.counts;
    });
    expect(counts[0]).toEqual(counts[1]);
  });

  it('leaves no forged letter a signature that fits, for its store', () => {
    const fitting = taken.filter(({ kind, headers, body }) => {
      return kind === 'forged' && headers['x-shopify-hmac-sha256'] === sign(body);
    });
    expect(fitting.map(({ headers }) => headers['x-shopify-shop-domain'])).toEqual(
      fitting.map(() => 'somebody-else.myshopify.com'),
    );
    expect(fitting.length).toBeGreaterThan(0);
  });

  it('signs what nobody can read, and nothing hostile bears the id of a genuine letter', () => {
    const garbage = taken.filter(({ kind }) => kind === 'garbage' || kind === 'huge');
    expect(garbage.filter(({ headers, body }) => headers['x-shopify-hmac-sha256'] !== sign(body))).toEqual([]);
    const ids = new Set(put.map(({ id }) => id));
    expect(taken.filter(({ kind, id }) => kind !== 'genuine' && ids.has(id))).toEqual([]);
  });
});
