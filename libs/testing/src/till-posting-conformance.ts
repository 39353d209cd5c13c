import { aGrant, TillRig } from './till-rig';
import type { TillWorld } from './till-world';

/** What every till behind the port has to do with web orders. Calls Jest's `describe`. */
export function tillPostingConformance(name: string, open: () => Promise<TillWorld>): void {
  describe(`posting to a till behind the port: ${name}`, () => {
    let world: TillWorld;
    let rig: TillRig;
    let item: string;

    beforeEach(async () => {
      world = await open();
      rig = new TillRig(world.adapter);
      item = await world.addItem(10);
      await rig.cycle.begin();
    });

    afterEach(() => world.close());

    it('records a web order as one closed sale, and that sale is no record of the till', async () => {
      const grant = aGrant(item, world.location);
      await rig.grant(grant);
      expect(await rig.answerTo(grant.postId)).toMatchObject({ outcome: 'closed' });
      await rig.readAll();
      expect(await world.salesUnder(grant.postId)).toBe(1);
      expect(await world.level(item)).toBe(9);
      expect(await rig.records(item)).toEqual([]);
      expect((await rig.stock(item)).at(-1)).toMatchObject({ row: { level: 9 } });
    });

    it('sells once when the answer to a post is lost after it took effect', async () => {
      const grant = aGrant(item, world.location);
      await rig.grant(grant);
      await world.fault('post', 'answer lost');
      expect(await rig.answerTo(grant.postId)).toMatchObject({ outcome: 'closed' });
      expect(await world.salesUnder(grant.postId)).toBe(1);
      expect(await world.level(item)).toBe(9);
    });

    it('sends a post again, under the same id, when the till never had it', async () => {
      const grant = aGrant(item, world.location);
      await rig.grant(grant);
      await world.fault('post', 'fails');
      expect(await rig.answerTo(grant.postId)).toMatchObject({ outcome: 'closed' });
      expect(await world.level(item)).toBe(9);
    });

    it('answers a post once, however often it is granted', async () => {
      const grant = aGrant(item, world.location);
      await rig.grant(grant);
      await rig.answerTo(grant.postId);
      await rig.grant(grant);
      await rig.answerTo(grant.postId);
      expect(await rig.answers()).toHaveLength(1);
      expect(await world.level(item)).toBe(9);
    });

    it('puts the units back under an id of its own when a post is reversed', async () => {
      const sale = aGrant(item, world.location);
      const reverse = aGrant(item, world.location, { kind: 'reverse', reverses: sale.postId });
      await rig.grant(sale);
      await rig.grant(reverse);
      expect(await rig.answerTo(reverse.postId)).toMatchObject({ outcome: 'closed' });
      expect(await world.level(item)).toBe(10);
      await rig.cycle.takeRecords();
      expect(await rig.records(item)).toEqual([]);
    });

    it('sells a second copy only where the till cannot tell it from the first', async () => {
      const grant = aGrant(item, world.location);
      await rig.grant(grant);
      await world.fault('post', 'answer lost');
      jest.spyOn(world.adapter, 'findPost').mockResolvedValueOnce('absent');
      expect(await rig.answerTo(grant.postId)).toMatchObject({ outcome: 'closed' });
      expect(await world.salesUnder(grant.postId)).toBe(world.sellsCopies ? 2 : 1);
    });
  });
}
