import type { OrderRef } from '../store-adapter';
import { YoungOrders } from './young-orders';

const stamp = new Date('2026-11-23T10:00:00Z');
const later = new Date('2026-11-23T10:00:01Z');
const ref = { order: '1', updatedAt: stamp };

describe('an order whose stamp is known', () => {
  it('is read once more, a second after a poll has found the stamp: another change may hide behind it', () => {
    const young = new YoungOrders();
    young.sighted([ref], new Date(10_000), 10_000);
    expect(young.ripe(11_000)).toEqual([]);
    expect(young.ripe(11_001)).toEqual([{ ...ref, sightedAt: 10_000 }]);
  });

  it('is not read again once it was, until its stamp is another', () => {
    const young = new YoungOrders();
    young.sighted([ref], new Date(10_000), 10_000);
    young.read(young.ripe(20_000));
    young.sighted([ref], new Date(20_000), 20_000);
    expect(young.ripe(90_000)).toEqual([]);
    young.sighted([{ ...ref, updatedAt: later }], new Date(90_000), 90_000);
    expect(young.ripe(100_000)).toHaveLength(1);
  });

  it('waits anew when it was changed again before it was ripe', () => {
    const young = new YoungOrders();
    young.sighted([ref], new Date(10_000), 10_000);
    young.sighted([{ ...ref, updatedAt: later }], new Date(10_500), 10_500);
    expect(young.ripe(11_200)).toEqual([]);
    expect(young.ripe(11_501)).toHaveLength(1);
  });

  it('is not forgotten while it was read, if it changed meanwhile', () => {
    const young = new YoungOrders();
    young.sighted([ref], new Date(10_000), 10_000);
    const ripe = young.ripe(12_000);
    young.sighted([{ ...ref, updatedAt: later }], new Date(12_100), 12_100);
    young.read(ripe);
    expect(young.ripe(14_000).map(({ updatedAt }) => updatedAt)).toEqual([later]);
  });

  it('keeps a poll that found it from proving anything until it was read for good', () => {
    const young = new YoungOrders();
    const poll = (found: readonly OrderRef[], startedAt: number, endedAt: number) =>
      young.sighted(found, new Date(startedAt), endedAt);
    expect(young.provenAt()).toBeNull();
    poll([], 1_000, 1_500);
    expect(young.provenAt()).toEqual(new Date(1_000));
    poll([ref], 10_000, 10_500);
    expect(young.provenAt()).toEqual(new Date(1_000));
    young.read(young.ripe(12_000));
    expect(young.provenAt()).toEqual(new Date(10_000));
  });

  it('keeps no earlier poll from it, however many orders come later', () => {
    const young = new YoungOrders();
    for (let at = 10_000; at < 20_000; at += 2_000) {
      young.read(young.ripe(at));
      young.sighted([{ order: String(at), updatedAt: new Date(at) }], new Date(at), at + 500);
    }
    expect(young.provenAt()).toEqual(new Date(16_000));
  });
});
