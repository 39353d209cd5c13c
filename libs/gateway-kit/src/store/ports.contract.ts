import type { Tx } from '@tillbridge/persistence';
import type { Subject, Subjects } from '../spec-kit/databases';
import type { StoreGatewayOptions } from './store-gateway';

type Ports = StoreGatewayOptions['state'];

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 23, 10, 0, seconds));
const item = (n: number) => `01932f6e-7c00-7d30-8a10-00000000000${n}`;
const callKey = (n: number) => `0624dbcd-5b1c-4d1a-8b5e-00000000000${n}`;

/** What every implementation of the smaller store ports does. */
export function storePortsContract(name: string, subjects: Subjects<Ports>): void {
  let subject: Subject<Ports> & { close(): Promise<void> };
  beforeEach(async () => (subject = await subjects()));
  afterEach(() => subject.close());
  const run = <T>(work: (tx: Tx, ports: Ports) => Promise<T>) => subject.uow.run((tx) => work(tx, subject.port));

  describe(`DesiredLevels ${name}`, () => {
    const wish = (version: number, lowerTo: number, storeLocation = 'l1') => ({
      channel: 'store-a',
      itemId: item(1),
      storeLocation,
      lowerTo,
      raiseTo: lowerTo,
      version,
      dealt: version % 2 === 0,
      counted: { ordersSeen: version, claim: 0, edits: -1 },
    });
    const take = (...wanted: ReturnType<typeof wish>[]) => run((tx, { desired }) => desired.take(tx, wanted));
    const known = () => run((tx, { desired }) => desired.of(tx, 'store-a', [item(1)]));

    it('keeps the newest of each level, whatever order they come in', async () => {
      expect(await take(wish(2, 5))).toEqual([wish(2, 5)]);
      expect(await take(wish(1, 9))).toEqual([]);
      expect(await take(wish(2, 7))).toEqual([]);
      expect(await take(wish(3, 4), wish(4, 3), wish(1, 8, 'l2'))).toEqual([wish(4, 3), wish(1, 8, 'l2')]);
      expect(await known()).toEqual([wish(4, 3), wish(1, 8, 'l2')]);
    });

    it('raises to no number that was wanted before the item was taken off the channel, and to the next again', async () => {
      await take(wish(2, 5));
      await run((tx, { desired }) => desired.raiseNoMore(tx, 'store-b', [item(1)]));
      expect(await known()).toEqual([wish(2, 5)]);
      await run((tx, { desired }) => desired.raiseNoMore(tx, 'store-a', [item(1)]));
      expect(await known()).toEqual([{ ...wish(2, 5), raiseTo: 0 }]);
      expect(await take(wish(2, 9))).toEqual([]);
      expect(await take(wish(3, 4))).toEqual([wish(3, 4)]);
    });
  });

  describe(`PushCalls ${name}`, () => {
    const rows = [{ externalId: 'v1', storeLocation: 'l1', levelRef: 'r1', from: 5, to: 4 }];
    const open = (n: number, notBefore: Date, channel = 'store-a') =>
      run((tx, { calls }) => calls.open(tx, channel, { key: callKey(n), rows }, { sentAt: at(0), notBefore }));
    const due = async (now: Date) =>
      (await run((tx, { calls }) => calls.due(tx, 'store-a', now, 10))).map((call) => [call.key, call.attempts]);

    it('gives a call back as it was, once it is due', async () => {
      await open(1, at(30));
      expect(await due(at(29))).toEqual([]);
      expect(await run((tx, { calls }) => calls.due(tx, 'store-a', at(30), 10))).toEqual([
        { key: callKey(1), rows, channel: 'store-a', attempts: 0, firstSentAt: at(0) },
      ]);
    });

    it('hands out what is due longest first, of its channel only', async () => {
      await open(1, at(30));
      await open(2, at(20));
      await open(3, at(10), 'store-b');
      expect(await due(at(40))).toEqual([
        [callKey(2), 0],
        [callKey(1), 0],
      ]);
      expect(await run((tx, { calls }) => calls.nextDueAt(tx, 'store-a'))).toEqual(at(20));
    });

    it('counts attempts, and after a restart is due at once', async () => {
      await open(1, at(5));
      await run((tx, { calls }) => calls.postpone(tx, callKey(1), at(50)));
      expect(await due(at(10))).toEqual([]);
      await run((tx, { calls }) => calls.hasten(tx, 'store-a', at(10)));
      expect(await due(at(10))).toEqual([[callKey(1), 1]]);
    });

    it('hands out no more what was closed', async () => {
      await open(1, at(0));
      await run((tx, { calls }) => calls.close(tx, callKey(1)));
      expect(await due(at(50))).toEqual([]);
      expect(await run((tx, { calls }) => calls.nextDueAt(tx, 'store-a'))).toBeNull();
    });
  });

  describe(`SeenOrders ${name}`, () => {
    const line = { line: '1', externalId: 'v1', storeLocation: 'l1', fulfilled: 0, restocked: 0, unitPrice: '1.00' };
    const fact = (order: string, units: number) => ({
      channel: 'store-a',
      order,
      name: '#1',
      placedAt: at(0).toISOString(),
      updatedAt: at(0).toISOString(),
      cancelledAt: null,
      paid: true,
      currency: 'EUR',
      cart: null,
      lines: [{ ...line, ordered: units, current: units }],
    });
    const seen = (order: string, units: number, version = 0) => ({ fact: fact(order, units), version });
    const load = () => run((tx, { orders }) => orders.load(tx, 'store-a', ['o1', 'o2']));

    it('gives an order back as it was saved last', async () => {
      await run((tx, { orders }) => orders.save(tx, [seen('o1', 2)]));
      expect([...(await load())]).toEqual([['o1', seen('o1', 2, 1)]]);
      await run((tx, { orders }) => orders.save(tx, [seen('o1', 3, 1)]));
      expect([...(await load())]).toEqual([['o1', seen('o1', 3, 2)]]);
    });

    it('refuses to save what someone else saved meanwhile', async () => {
      await run((tx, { orders }) => orders.save(tx, [seen('o1', 2)]));
      await expect(run((tx, { orders }) => orders.save(tx, [seen('o1', 9)]))).rejects.toThrow();
      await expect(run((tx, { orders }) => orders.save(tx, [seen('o1', 9, 7)]))).rejects.toThrow();
      expect((await load()).get('o1')).toEqual(seen('o1', 2, 1));
    });

    it('knows how many units are still to be shipped from a level', async () => {
      await run((tx, { orders }) => orders.save(tx, [seen('o1', 2), seen('o2', 3)]));
      const at1 = { externalId: 'v1', storeLocation: 'l1' };
      expect(await run((tx, { orders }) => orders.outstandingAt(tx, 'store-a', at1))).toBe(5);
      expect(await run((tx, { orders }) => orders.outstandingAt(tx, 'store-b', at1))).toBe(0);
      const moved = { ...line, storeLocation: 'l2', movedFrom: [{ storeLocation: 'l1', units: 3 }] };
      const there = { ...fact('o2', 3), lines: [{ ...moved, ordered: 3, current: 3 }] };
      await run((tx, { orders }) => orders.save(tx, [{ fact: there, version: 1 }]));
      expect(await run((tx, { orders }) => orders.outstandingAt(tx, 'store-a', at1))).toBe(2);
      expect(await run((tx, { orders }) => orders.outstanding(tx, 'store-a'))).toEqual(['o1', 'o2']);
      const shipped = { ...there, lines: [{ ...there.lines[0]!, fulfilled: 3 }] };
      await run((tx, { orders }) => orders.save(tx, [{ fact: shipped, version: 2 }]));
      expect(await run((tx, { orders }) => orders.outstanding(tx, 'store-a'))).toEqual(['o1']);
      await run((tx, { orders }) => orders.save(tx, [{ fact: there, version: 3 }]));
      const at2 = { ...at1, storeLocation: 'l2' };
      expect(await run((tx, { orders }) => orders.outstandingAt(tx, 'store-a', at2))).toBe(3);
    });
  });
}
