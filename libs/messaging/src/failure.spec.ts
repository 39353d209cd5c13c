import { PermanentError, RetryableError, Unavailable } from '@tillbridge/persistence';
import type { Message } from 'amqplib';
import { destinationOf, idOf, producerHeaders } from './failure';
import { topologyOf } from './topology';

const topology = topologyOf('inventory-core');
const now = new Date('2026-11-23T10:00:00.000Z');

function message(headers: Record<string, unknown> = {}, messageId: string | undefined = 'm1'): Message {
  return {
    content: Buffer.from('{}'),
    fields: {},
    properties: { messageId, headers, type: 'x' },
  } as unknown as Message;
}

describe('where a failed message goes', () => {
  it('waits longer after each try, and is parked when the tries are used up', () => {
    const queues: string[] = [];
    let headers: Record<string, unknown> = {};
    for (let attempt = 1; attempt <= 5; attempt++) {
      const next = destinationOf(message(headers), new RetryableError('later'), topology, now);
      queues.push(next.queue);
      headers = next.options.headers as Record<string, unknown>;
    }
    expect(queues).toEqual([
      'inventory-core.retry.1',
      'inventory-core.retry.2',
      'inventory-core.retry.3',
      'inventory-core.retry.4',
      'inventory-core.parked',
    ]);
    expect(headers).toMatchObject({ 'x-attempt': 5, 'x-reason': 'RetryableError: later' });
  });

  it.each([
    ['told as such', new Unavailable('database away')],
    ['let through raw', Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })],
  ])('waits longest and uses up no try in weather %s, however often', (_how, weather) => {
    let headers: Record<string, unknown> = { 'x-attempt': 3 };
    for (let time = 1; time <= 10; time++) {
      const next = destinationOf(message(headers), weather, topology, now);
      expect([next.queue, next.parked]).toEqual(['inventory-core.retry.4', false]);
      headers = next.options.headers as Record<string, unknown>;
    }
    expect(headers).toMatchObject({ 'x-attempt': 3, 'x-first-failed-at': now.toISOString() });
    expect(headers['x-reason']).toContain(weather.message);
  });

  it('parks at once what will never work', () => {
    const { queue, parked, options } = destinationOf(message(), new PermanentError('no such item'), topology, now);
    expect([queue, parked]).toEqual(['inventory-core.parked', true]);
    expect(options.headers).toEqual({
      'x-attempt': 1,
      'x-reason': 'PermanentError: no such item',
      'x-first-failed-at': now.toISOString(),
      'x-parked-at': now.toISOString(),
    });
  });

  it('remembers when it first failed, and forgets what the broker noted in another queue', () => {
    const earlier = { 'x-first-failed-at': 'before', 'x-attempt': 1, 'x-death': [], 'x-delivery-count': 3, version: 1 };
    const { options } = destinationOf(message(earlier), new Error('again'), topology, now);
    expect(options.headers).toEqual({
      version: 1,
      'x-attempt': 2,
      'x-reason': 'Error: again',
      'x-first-failed-at': 'before',
    });
  });

  it('does not believe an attempt header that is no count', () => {
    for (const attempt of ['many', -4, 1.5]) {
      const { queue } = destinationOf(message({ 'x-attempt': attempt }), new Error('x'), topology, now);
      expect(queue).toBe('inventory-core.retry.1');
    }
  });

  it('cuts a reason of any length down', () => {
    const { options } = destinationOf(message(), new Error('x'.repeat(10_000)), topology, now);
    expect(String(options.headers?.['x-reason'])).toHaveLength(500);
  });

  it('gives a message without an id one that stays the same', () => {
    expect(idOf(message({}, ''))).toMatch(/^sha256-[0-9a-f]{32}$/);
    expect(idOf(message({}, ''))).toBe(idOf(message({}, '')));
  });

  it('leaves only the producer’s own headers for a replay', () => {
    expect(producerHeaders({ traceparent: 't', 'x-attempt': 2, 'x-reason': 'r', 'x-first-death-queue': 'q' })).toEqual({
      traceparent: 't',
    });
  });
});
