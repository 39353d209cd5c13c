import { randomUUID } from 'node:crypto';
import type { TillPostGranted } from '@tillbridge/contracts';
import type { Tx, UnitOfWork } from '@tillbridge/persistence';
import type { TillPosts } from './posts';
import type { TillStores } from './stores';

const at = (ms: number) => new Date(Date.UTC(2026, 10, 23, 10) + ms);

function grantOf(more: Partial<TillPostGranted> = {}): TillPostGranted {
  return {
    postId: randomUUID(),
    kind: 'sale',
    reverses: null,
    till: 'till',
    location: 'main',
    channel: 'store-a',
    order: '5551',
    orderName: '#1015',
    lines: [{ lineId: '1', externalId: 'p1', quantity: 1, unitPrice: '19.90', versionBefore: '9007199254740993' }],
    currency: 'EUR',
    grantedAt: at(0).toISOString(),
    ...more,
  };
}

const cause = { correlationId: 'c', causationId: 'f', traceparent: null };

/** The part of the contract that is about posts. @param opened the implementation, once it is open */
export function postsContract(opened: () => { stores: TillStores; uow: UnitOfWork }): void {
  describe('posts', () => {
    const on = <T>(work: (posts: TillPosts, tx: Tx) => Promise<T>): Promise<T> => {
      const { stores, uow } = opened();
      return uow.run((tx) => work(stores.posts, tx));
    };
    const grant = (...grants: TillPostGranted[]) =>
      on((posts, tx) =>
        posts.grant(
          tx,
          grants.map((one) => ({ grant: one, cause })),
          at(0),
        ),
      );
    const claim = (till: string, now: Date) => on((posts, tx) => posts.claimNext(tx, till, now, 1_000));

    it('are granted once', async () => {
      const one = grantOf({ till: 'p1' });
      expect(await grant(one)).toEqual([one.postId]);
      expect(await grant({ ...one, order: 'changed' })).toEqual([]);
      expect(await on((posts, tx) => posts.find(tx, one.postId))).toMatchObject({
        grant: one,
        cause,
        state: 'granted',
        attempts: 0,
        firstSentAt: null,
      });
    });

    it('are claimed oldest first, and again only after the lease, with the first attempt remembered', async () => {
      const [one, two] = [grantOf({ till: 'p2' }), grantOf({ till: 'p2' })];
      await grant(one);
      await grant(two);
      expect(await claim('p2', at(10))).toMatchObject({ grant: one, state: 'sending', attempts: 1 });
      expect(await claim('p2', at(11))).toMatchObject({ grant: two });
      expect(await claim('p2', at(12))).toBeNull();
      expect(await claim('p2', at(1_010))).toMatchObject({ grant: one, attempts: 2, firstSentAt: at(10) });
    });

    it('are not due before the time they were postponed to', async () => {
      const one = grantOf({ till: 'p3' });
      await grant(one);
      await claim('p3', at(0));
      await on((posts, tx) => posts.postpone(tx, one.postId, at(50)));
      expect(await claim('p3', at(49))).toBeNull();
      expect(await on((posts, tx) => posts.nextDueAt(tx, 'p3'))).toEqual(at(50));
      expect(await claim('p3', at(50))).toMatchObject({ attempts: 2 });
    });

    it('are answered once and then never due', async () => {
      const one = grantOf({ till: 'p4' });
      await grant(one);
      const answer = { outcome: 'closed' as const, answeredAt: at(5), reason: null, saleTotal: null };
      expect(await on((posts, tx) => posts.answer(tx, one.postId, answer))).toBe(true);
      expect(await on((posts, tx) => posts.answer(tx, one.postId, answer))).toBe(false);
      expect(await claim('p4', at(99_999))).toBeNull();
      expect(await on((posts, tx) => posts.nextDueAt(tx, 'p4'))).toBeNull();
      expect(await on((posts, tx) => posts.counts(tx, 'p4'))).toEqual({ waiting: 0, unanswered: 0 });
    });

    it('wait for the sale they reverse', async () => {
      const sale = grantOf({ till: 'p5' });
      const reverse = grantOf({ till: 'p5', kind: 'reverse', reverses: sale.postId });
      await grant(reverse);
      await grant(sale);
      expect(await claim('p5', at(0))).toMatchObject({ grant: { postId: sale.postId } });
      expect(await claim('p5', at(0))).toBeNull();
      expect(await on((posts, tx) => posts.counts(tx, 'p5'))).toEqual({ waiting: 1, unanswered: 1 });
      const answer = { outcome: 'closed' as const, answeredAt: at(5), reason: null, saleTotal: null };
      await on((posts, tx) => posts.answer(tx, sale.postId, answer));
      expect(await claim('p5', at(6))).toMatchObject({ grant: { postId: reverse.postId } });
    });

    it('wait for an older adjustment of the same item and location, and for no other', async () => {
      const adjusts = (externalId: string, location = 'main') =>
        grantOf({
          ...{ till: 'p10', kind: 'adjustment', adjusts: 'down', location },
          lines: [{ lineId: '1', externalId, quantity: 1, unitPrice: '0', versionBefore: null }],
        });
      const [first, second, elsewhere] = [adjusts('i1'), adjusts('i1'), adjusts('i1', 'depot')];
      await grant(first);
      await grant(second);
      await grant(elsewhere);
      const claimed = [await claim('p10', at(0)), await claim('p10', at(0)), await claim('p10', at(0))];
      expect(claimed.map((post) => post?.grant.postId)).toEqual([first.postId, elsewhere.postId, undefined]);
      const answer = {
        outcome: 'closed' as const,
        answeredAt: at(5),
        reason: null,
        saleTotal: null,
        tillId: 'of-the-till',
      };
      await on((posts, tx) => posts.answer(tx, first.postId, answer));
      expect(await claim('p10', at(6))).toMatchObject({ grant: { postId: second.postId } });
      const known = (till: string) => on((posts, tx) => posts.taken(tx, till, ['of-the-till', 'of-another']));
      expect([await known('p10'), await known('other')]).toEqual([new Set(['of-the-till']), new Set()]);
    });

    it('remember from where to look for them, as it was first said, and when their last request left', async () => {
      const one = grantOf({ till: 'p11' });
      await grant(one);
      const from = (place: string) => on((posts, tx) => posts.searchFrom(tx, one.postId, place));
      expect([await from('7'), await from('9')]).toEqual(['7', '7']);
      await on((posts, tx) => posts.leaving(tx, one.postId, at(3)));
      expect(await claim('p11', at(4))).toMatchObject({ searchFrom: '7', lastSentAt: at(3) });
    });

    it('are recognised among the ids of sales, whatever their case', async () => {
      const one = grantOf({ till: 'p6' });
      await grant(one);
      const ids = [one.postId.toUpperCase(), 'not a uuid', randomUUID()];
      expect(await on((posts, tx) => posts.among(tx, 'p6', ids))).toEqual(new Set([one.postId]));
      expect(await on((posts, tx) => posts.among(tx, 'other', ids))).toEqual(new Set());
    });

    it('remember a refusal that is not final, and are not due before it may be', async () => {
      const one = grantOf({ till: 'p8' });
      await grant(one);
      await claim('p8', at(0));
      const refusal = { refusedAt: at(5), reason: 'unknown item', saleTotal: '19.91', until: at(60) };
      await on((posts, tx) => posts.doubt(tx, one.postId, refusal));
      expect(await claim('p8', at(59))).toBeNull();
      const claimed = {
        state: 'sending',
        attempts: 2,
        refusedAt: at(5),
        reason: 'unknown item',
        saleTotal: '19.91',
        outcome: null,
      };
      expect(await claim('p8', at(60))).toMatchObject(claimed);
      expect(await on((posts, tx) => posts.refused(tx, 'p8', 10))).toEqual([]);
      await on((posts, tx) =>
        posts.answer(tx, one.postId, { outcome: 'closed', answeredAt: at(61), reason: null, saleTotal: null }),
      );
      await on((posts, tx) => posts.doubt(tx, one.postId, refusal));
      expect(await on((posts, tx) => posts.find(tx, one.postId))).toMatchObject({ outcome: 'closed', reason: null });
    });

    it('are listed when refused for good, newest first, those of one till only', async () => {
      const [one, two, closed] = [
        grantOf({ till: 'p9', total: '19.9' }),
        grantOf({ till: 'p9', order: '5552' }),
        grantOf({ till: 'p9' }),
      ];
      await grant(one, two, closed, grantOf({ till: 'p9' }));
      const refuse = (postId: string, ms: number) =>
        on((posts, tx) =>
          posts.answer(tx, postId, {
            outcome: 'refused',
            answeredAt: at(ms),
            reason: `reason ${ms}`,
            saleTotal: `${ms}`,
          }),
        );
      await refuse(one.postId, 1);
      await refuse(two.postId, 2);
      await on((posts, tx) =>
        posts.answer(tx, closed.postId, { outcome: 'closed', answeredAt: at(3), reason: null, saleTotal: null }),
      );
      const told = { channel: 'store-a', orderName: '#1015', currency: 'EUR' };
      const sums = (orderTotal: string | null, saleTotal: string) => ({ orderTotal, saleTotal });
      const newest = {
        ...told,
        postId: two.postId,
        order: '5552',
        reason: 'reason 2',
        answeredAt: at(2),
        ...sums(null, '2'),
      };
      const older = {
        ...told,
        postId: one.postId,
        order: '5551',
        reason: 'reason 1',
        answeredAt: at(1),
        ...sums('19.9', '1'),
      };
      expect(await on((posts, tx) => posts.refused(tx, 'p9', 10))).toEqual([newest, older]);
      expect(await on((posts, tx) => posts.refused(tx, 'p9', 1))).toEqual([newest]);
      expect(await on((posts, tx) => posts.refused(tx, 'other', 10))).toEqual([]);
    });

    it('are claimed by one of two workers at once', async () => {
      await grant(grantOf({ till: 'p7' }));
      const both = await Promise.all([claim('p7', at(0)), claim('p7', at(0))]);
      expect(both.filter((post) => post !== null)).toHaveLength(1);
    });
  });
}
