import type { UnitOfWork } from '@tillbridge/persistence';
import type { Subjects } from '../../spec-kit/databases';
import { CursorMoved } from './cursors';
import { postsContract } from './posts.contract';
import type { SightedRecord, SightedRow } from './sightings';
import type { TillStores } from './stores';

const at = (ms: number) => new Date(Date.UTC(2026, 10, 23, 10) + ms);

function recordOf(more: Partial<SightedRecord> = {}): SightedRecord {
  return {
    recordId: 's1:1',
    saleId: 's1',
    externalId: 'p1',
    location: 'main',
    kind: 'sale',
    reason: null,
    effect: -2,
    version: '9007199254740993',
    at: at(0).toISOString(),
    seenAt: at(0),
    ...more,
  };
}

function rowOf(more: Partial<SightedRow> = {}): SightedRow {
  return {
    externalId: 'p1',
    location: 'main',
    level: -3,
    version: '9007199254740995',
    stampMs: null,
    complete: true,
    seenAt: at(0),
    ...more,
  };
}

/** What every implementation of the till's stores has to do. Calls Jest's `describe`. */
export function tillStoresContract(name: string, open: Subjects<TillStores>): void {
  describe(`till stores ${name}`, () => {
    let subject: Awaited<ReturnType<typeof open>>;
    let stores: TillStores;
    let uow: UnitOfWork;

    beforeAll(async () => {
      subject = await open();
      ({ port: stores, uow } = subject);
    });
    afterAll(() => subject.close());

    describe('cursors', () => {
      const read = (till: string) => uow.run((tx) => stores.cursors.read(tx, till, 'records'));
      const advance = (till: string, from: string | null, to: string) =>
        uow.run((tx) => stores.cursors.advance(tx, till, 'records', from, to));

      it('begin nowhere and advance from where they stand', async () => {
        expect(await read('c1')).toBeNull();
        await advance('c1', null, '9007199254740993');
        await advance('c1', '9007199254740993', '9007199254740995');
        expect(await read('c1')).toBe('9007199254740995');
        expect(await uow.run((tx) => stores.cursors.read(tx, 'c1', 'rows'))).toBeNull();
      });

      it('refuse to advance from anywhere else', async () => {
        await advance('c2', null, '5');
        await expect(advance('c2', '4', '9')).rejects.toBeInstanceOf(CursorMoved);
        await expect(advance('c2', null, '9')).rejects.toBeInstanceOf(CursorMoved);
        expect(await read('c2')).toBe('5');
      });

      it('let one of two readers advance only', async () => {
        await advance('c3', null, '1');
        const both = await Promise.allSettled([advance('c3', '1', '2'), advance('c3', '1', '2')]);
        expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      });

      it('stay when the transaction is rolled back', async () => {
        await advance('c4', null, '1');
        const crashed = uow.run(async (tx) => {
          await stores.cursors.advance(tx, 'c4', 'records', '1', '2');
          throw new Error('crash');
        });
        await expect(crashed).rejects.toThrow('crash');
        expect(await read('c4')).toBe('1');
      });

      it('go back to the beginning when reset', async () => {
        await advance('c5', null, '1');
        await uow.run((tx) => stores.cursors.reset(tx, 'c5', 'records'));
        expect(await read('c5')).toBeNull();
      });
    });

    describe('sightings', () => {
      it('keep the last of each record, found by sale and by place and time', async () => {
        const old = recordOf({ recordId: 's1:2', seenAt: at(-60_000) });
        const elsewhere = recordOf({ recordId: 's2:1', saleId: 's2', location: 'other' });
        await uow.run((tx) => stores.sightings.saveRecords(tx, 's1', [recordOf(), old, elsewhere]));
        const voided = recordOf({ effect: 0, version: '9007199254740999', seenAt: at(5) });
        await uow.run((tx) => stores.sightings.saveRecords(tx, 's1', [voided]));
        const ofSale = await uow.run((tx) => stores.sightings.recordsOfSales(tx, 's1', ['s1']));
        expect(ofSale).toEqual([voided, old]);
        const recent = await uow.run((tx) =>
          stores.sightings.recentRecords(tx, 's1', [{ externalId: 'p1', location: 'main' }], at(0)),
        );
        expect(recent).toEqual([voided]);
        expect(await uow.run((tx) => stores.sightings.recordsOfSales(tx, 'other till', ['s1']))).toEqual([]);
      });

      it('forget records after a time', async () => {
        const records = [recordOf({ seenAt: at(-100) }), recordOf({ recordId: 's1:9' })];
        await uow.run((tx) => stores.sightings.saveRecords(tx, 's3', records));
        expect(await uow.run((tx) => stores.sightings.pruneRecords(tx, 's3', at(-50)))).toBe(1);
        expect(await uow.run((tx) => stores.sightings.recordsOfSales(tx, 's3', ['s1']))).toHaveLength(1);
      });

      it('keep one row per item and location', async () => {
        const elsewhere = rowOf({ location: 'other', version: null, stampMs: 1_700_000_000_000 });
        await uow.run((tx) => stores.sightings.saveRows(tx, 's4', [rowOf({ complete: false }), elsewhere]));
        await uow.run((tx) => stores.sightings.saveRows(tx, 's4', [rowOf()]));
        expect(await uow.run((tx) => stores.sightings.rowsOf(tx, 's4', ['p1', 'p2']))).toEqual([rowOf(), elsewhere]);
      });

      it('know which items were listed', async () => {
        await uow.run((tx) => stores.sightings.saveItems(tx, 's5', ['a', 'b']));
        await uow.run((tx) => stores.sightings.saveItems(tx, 's5', ['b', 'c']));
        expect(await uow.run((tx) => stores.sightings.items(tx, 's5'))).toEqual(new Set(['a', 'b', 'c']));
      });
    });

    postsContract(() => ({ stores, uow }));

    describe('due reads', () => {
      const read = { externalId: 'p1', location: 'main', reason: 'post' as const, above: '9007199254740993' };
      const due = (till: string, now: Date, limit = 10) => uow.run((tx) => stores.dueReads.due(tx, till, now, limit));

      it('come due in order and stay until done', async () => {
        const later = { ...read, location: null, above: null, reason: 'drift' as const, dueAt: at(20) };
        await uow.run((tx) => stores.dueReads.add(tx, 'd1', [later, { ...read, dueAt: at(10) }]));
        expect(await due('d1', at(9))).toEqual([]);
        expect(await due('d1', at(20))).toMatchObject([
          { ...read, attempts: 0 },
          { reason: 'drift', above: null },
        ]);
        const [first] = await due('d1', at(20), 1);
        await uow.run((tx) => stores.dueReads.done(tx, [first.id]));
        expect(await due('d1', at(20))).toMatchObject([{ reason: 'drift' }]);
        expect(await uow.run((tx) => stores.dueReads.nextDueAt(tx, 'd1'))).toEqual(at(20));
      });

      it('count their attempts; those tried often are no longer waited for', async () => {
        await uow.run((tx) => stores.dueReads.add(tx, 'd2', [{ ...read, dueAt: at(0) }]));
        const [one] = await due('d2', at(0));
        await uow.run((tx) => stores.dueReads.again(tx, [{ id: one.id, dueAt: at(30) }]));
        expect(await due('d2', at(29))).toEqual([]);
        expect(await due('d2', at(30))).toMatchObject([{ id: one.id, attempts: 1 }]);
        expect(await uow.run((tx) => stores.dueReads.count(tx, 'd2', 2))).toBe(1);
        expect(await uow.run((tx) => stores.dueReads.count(tx, 'd2', 1))).toBe(0);
      });
    });

    it('keep an account, newest settings only', async () => {
      await uow.run((tx) => stores.accounts.put(tx, { till: 'a1', series: 'x', settings: { baseUrl: 'old' } }));
      await uow.run((tx) => stores.accounts.put(tx, { till: 'a1', series: 'x', settings: { baseUrl: 'new' } }));
      const accounts = await uow.run((tx) => stores.accounts.list(tx));
      expect(accounts).toEqual([{ till: 'a1', series: 'x', settings: { baseUrl: 'new' } }]);
    });

    it('park each sighting once and forget it after a time', async () => {
      const sighting = { id: 'sale 1@2', reason: 'half a unit', sealed: Buffer.from([0, 255, 1]), parkedAt: at(0) };
      expect(await uow.run((tx) => stores.parked.park(tx, 'k1', [sighting]))).toEqual([sighting.id]);
      expect(await uow.run((tx) => stores.parked.park(tx, 'k1', [sighting]))).toEqual([]);
      expect(await uow.run((tx) => stores.parked.list(tx, 'k1', 10))).toEqual([sighting]);
      expect(await uow.run((tx) => stores.parked.prune(tx, at(1)))).toBe(1);
      expect(await uow.run((tx) => stores.parked.list(tx, 'k1', 10))).toEqual([]);
    });
  });
}
