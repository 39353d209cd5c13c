import { orderObserved, storeClaimChanged, storeLevelSettled } from '@tillbridge/contracts';
import { PermanentError } from '@tillbridge/persistence';
import { eventually } from './eventually';
import { storeEditsConformance } from './store-edits-conformance';
import { storeMovingConformance } from './store-moving-conformance';
import { StoreRig } from './store-rig';
import type { StoreWorld } from './store-world';

/** What every store behind the port has to do, whatever it is made of. Calls Jest's `describe`. */
export function storeConformance(name: string, open: () => Promise<StoreWorld>): void {
  storeMovingConformance(name, open);
  storeEditsConformance(name, open);
  describe(`a store behind the port: ${name}`, () => {
    let world: StoreWorld;
    let rig: StoreRig;
    let listing: string;
    let item: string;

    beforeEach(async () => {
      world = await open();
      rig = await StoreRig.open(world.adapter, world.storeLocation);
      listing = await world.addListing(5);
      await rig.connect(world.address);
      item = await rig.link(listing);
      await rig.want(item, 5, 1);
      await rig.quiet();
    });

    afterEach(async () => {
      await rig.stop();
      await world.close();
    });

    const settlements = () => rig.facts(storeLevelSettled);
    const shows = (units: number) => eventually(async () => expect(await world.shown(listing)).toBe(units));

    it('takes the level it finds as the base and writes nothing that is so already', async () => {
      expect((await rig.level(listing)).mirror).toMatchObject({ base: 5, residual: 0, dirty: false });
      expect(await world.writes(listing)).toBe(0);
    });

    it('shows what the core wants, lowered and raised', async () => {
      await rig.want(item, 2, 2);
      await shows(2);
      await rig.want(item, 7, 3);
      await shows(7);
      await rig.quiet();
    });

    it('tells the core what the level shows each time that it is as wanted', async () => {
      await rig.want(item, 2, 2);
      await rig.quiet();
      await world.checkout(listing, 1);
      await rig.deliver(...(await world.deliveries()));
      await rig.want(item, 4, 3);
      await rig.quiet();
      const told = {
        externalId: listing,
        storeLocation: world.storeLocation,
        itemId: item,
        restocksSeen: 0,
        missing: 0,
      };
      expect(await settlements()).toMatchObject([
        { ...told, version: 1, shown: 5, ordersSeen: 0, seq: 1 },
        { ...told, version: 2, shown: 2, ordersSeen: 0, seq: 2 },
        { ...told, version: 3, shown: 4, ordersSeen: 1, seq: 3 },
      ]);
    });

    it('never goes back to an older wish', async () => {
      await rig.want(item, 2, 3);
      await rig.want(item, 9, 2);
      await rig.quiet();
      expect(await world.shown(listing)).toBe(2);
    });

    it('stores nothing of a delivery whose signature is wrong', async () => {
      await world.checkout(listing, 1);
      const [genuine] = await world.deliveries();
      const forged = { ...genuine!, body: Buffer.concat([genuine!.body, Buffer.from(' ')]) };
      await rig.deliver(forged);
      expect(rig.rejected).toBe(1);
      const kept = await rig.uow.run((tx) => rig.raw.take(tx, { now: new Date(), limit: 10 }));
      expect([kept, await rig.raw.counts()]).toEqual([[], { waiting: 0, parked: 0 }]);
    });

    it('tells an order once, however often its deliveries come', async () => {
      const order = await world.checkout(listing, 2);
      const sent = await world.deliveries();
      await rig.deliver(...sent, ...sent);
      await rig.deliver(...sent);
      const facts = await rig.facts(orderObserved);
      expect(facts.map((fact) => fact.order)).toEqual([order]);
      expect(facts[0]!.lines).toMatchObject([{ externalId: listing, ordered: 2, storeLocation: world.storeLocation }]);
      expect((await rig.level(listing)).mirror).toMatchObject({ ordered: 2, restocked: 0 });
    });

    it('comes to the same sums whatever order deliveries come in', async () => {
      const order = await world.checkout(listing, 2);
      await world.cancel(order!, true);
      const sent = await eventually(async () => {
        const deliveries = await world.deliveries();
        return deliveries.length > 0 && deliveries;
      });
      await rig.deliver(...[...sent].reverse());
      await rig.quiet();
      expect((await rig.level(listing)).mirror).toMatchObject({ ordered: 2, restocked: 2, residual: 0 });
      // Until the core has counted the order nothing is given back for its cancellation.
      expect(await world.shown(listing)).toBe(3);
      await rig.want(item, 5, 2);
      await shows(5);
    });

    it('finds by asking what no delivery told', async () => {
      const order = await world.checkout(listing, 2);
      await world.deliveries();
      await rig.gateway.pollOrders(world.adapter.channel);
      expect((await rig.facts(orderObserved)).map((fact) => fact.order)).toEqual([order]);
      expect((await rig.level(listing)).mirror).toMatchObject({ ordered: 2 });
    });

    it('is not kept from one order by another that cannot be read', async () => {
      const readOrder = world.adapter.readOrder.bind(world.adapter);
      world.adapter.readOrder = async (asked, soleLocation) => {
        const found = await readOrder(asked, soleLocation);
        if (found?.order.lines[0]!.ordered === 1) throw new PermanentError('more refunds than fit');
        return found;
      };
      await world.checkout(listing, 1);
      const order = await world.checkout(listing, 2);
      await world.deliveries();
      await rig.gateway.pollOrders(world.adapter.channel);
      expect((await rig.facts(orderObserved)).map((fact) => fact.order)).toEqual([order]);
      await eventually(async () => expect((await rig.gateway.state.tasks.counts()).parked).toBe(1));
    });

    describe.each(['limited', 'fails', 'fails after the effect', 'answer lost'] as const)('a push that %s', (fault) => {
      it.each([
        ['lowers', 3],
        ['raises', 7],
      ])('%s the level once and only once', async (_how, units) => {
        await world.faultNextPush(fault);
        await rig.want(item, units, 2);
        await shows(units);
        await rig.quiet();
        expect(await world.writes(listing)).toBe(1);
        expect((await rig.level(listing)).mirror).toMatchObject({ pushed: units - 5, open: null });
        const told = (await settlements()).map(({ version, shown }) => [version, shown]);
        expect(told).toEqual([
          [1, 5],
          [2, units],
        ]);
      });
    });

    it('lowers a level by the difference, so that no buyer in between can have it refused', async () => {
      await world.buyDuringNextPush(listing);
      // Two were sold at the till. The core cannot know of the order yet.
      await rig.want(item, 3, 2);
      await shows(2);
      await rig.deliver(...(await world.deliveries()));
      expect((await rig.facts(orderObserved)).length).toBe(1);
      await rig.want(item, 2, 3, { ordersSeen: 1, claim: 0 });
      await rig.quiet();
      expect([await world.shown(listing), await world.writes(listing)]).toEqual([2, 1]);
      expect((await rig.level(listing)).mirror).toMatchObject({ pushed: -2, residual: 0, claim: 0 });
    });

    it('comes back to nothing where a buyer took a unit that was to be taken off', async () => {
      await world.buyDuringNextPush(listing);
      await rig.want(item, 0, 2);
      await eventually(async () => expect(await world.writes(listing)).toBeGreaterThan(0));
      await rig.deliver(...(await world.deliveries()));
      await rig.quiet();
      expect(await world.shown(listing)).toBe(0);
      expect((await rig.level(listing)).mirror).toMatchObject({ pushed: -4, ordered: 1, residual: 0, claim: 0 });
    });

    it('does not list a unit again that was sold while a push was under way', async () => {
      await world.buyDuringNextPush(listing);
      // The core wants 6 and cannot know of the order yet.
      await rig.want(item, 6, 2, { ordersSeen: 0, claim: 0 });
      await eventually(async () => expect((await rig.facts(orderObserved)).length).toBe(1));
      await rig.quiet();
      expect(await world.shown(listing)).toBe(5);
      await rig.want(item, 5, 3);
      await rig.quiet();
      expect(await world.shown(listing)).toBe(5);
    });

    it('claims units that are missing without an order, at once, and keeps the claim', async () => {
      await world.setByHand(listing, 3);
      await rig.deliver(...(await world.deliveries()));
      const claims = await eventually(async () => {
        const facts = await rig.facts(storeClaimChanged);
        return facts.length > 0 && facts;
      });
      expect(claims.at(-1)).toMatchObject({ externalId: listing, claim: 2, edits: 0 });
      await rig.quiet();
      expect(await world.shown(listing)).toBe(3);
      // The number in force would raise it again as soon as they are back; one that has counted them would not.
      expect(await settlements()).toMatchObject([{ version: 1, shown: 5 }]);
      await rig.want(item, 3, 2);
      await rig.quiet();
      expect((await settlements()).at(-1)).toMatchObject({ version: 2, shown: 3, missing: 2 });
    });

    it('takes units off again that someone put there by hand', async () => {
      await world.setByHand(listing, 9);
      await rig.deliver(...(await world.deliveries()));
      await shows(5);
      await rig.quiet();
    });

    it('calls a surplus an edit once a poll of the orders has not explained it, and tells the core', async () => {
      await world.setByHand(listing, 9);
      await rig.deliver(...(await world.deliveries()));
      await eventually(async () => expect((await rig.level(listing)).mirror).toMatchObject({ edits: 4, residual: 0 }));
      expect((await rig.facts(storeClaimChanged)).at(-1)).toMatchObject({ claim: 0, edits: 4 });
      await shows(5);
    });

    describe('while its search of orders lags', () => {
      const lagMs = 500;
      /** Units come back by a cancelled order that only asking can find, and asking finds it late. */
      const comeBackUnseen = async (searchLagMs: number) => {
        await rig.stop();
        await world.lagOrderSearch(lagMs);
        rig = await StoreRig.open(world.adapter, world.storeLocation, { timing: { searchLagMs } });
        await rig.connect(world.address);
        const order = await world.checkout(listing, 2);
        await rig.deliver(...(await world.deliveries()));
        // Stores stamp by the second: what changes within that of the copy we have is told apart by no poll.
        const second = Math.ceil(Date.now() / 1000) * 1000;
        await eventually(() => Date.now() > second);
        await world.cancel(order!, true);
        await world.deliveries();
        await rig.readAgain(listing);
      };
      const mirror = async () => (await rig.level(listing)).mirror;

      it('calls nothing an edit before the search has had its time to show the order behind it', async () => {
        await comeBackUnseen(2 * lagMs);
        await eventually(async () => expect(await mirror()).toMatchObject({ restocked: 2, residual: 0 }));
        expect((await rig.facts(storeClaimChanged)).filter((fact) => fact.edits !== 0)).toEqual([]);
      });

      it('would call them an edit if the search were believed at once', async () => {
        await comeBackUnseen(0);
        await eventually(async () => expect(await mirror()).toMatchObject({ restocked: 0, edits: 2 }));
      });
    });

    it('does not read or write for the echo of its own push', async () => {
      await rig.want(item, 4, 2);
      await shows(4);
      await rig.quiet();
      const before = await rig.level(listing);
      await rig.deliver(...(await world.deliveries()));
      await rig.quiet();
      expect((await rig.level(listing)).lastRead).toEqual(before.lastRead);
      expect(await world.writes(listing)).toBe(1);
    });
  });
}
