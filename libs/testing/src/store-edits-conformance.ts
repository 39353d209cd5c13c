import { editDecided, orderObserved, storeClaimChanged } from '@tillbridge/contracts';
import { eventually } from './eventually';
import { StoreRig } from './store-rig';
import type { StoreWorld } from './store-world';

/** What every store behind the port has to do about changes that nothing explains. Calls Jest's `describe`. */
export function storeEditsConformance(name: string, open: () => Promise<StoreWorld>): void {
  describe(`the edits of a store behind the port: ${name}`, () => {
    let world: StoreWorld;
    let rig: StoreRig;
    let listing: string;
    let item: string;

    const start = async (timing: Parameters<typeof StoreRig.open>[2] = {}) => {
      rig = await StoreRig.open(world.adapter, world.storeLocation, timing);
      await rig.connect(world.address);
      item = await rig.link(listing);
      await rig.want(item, 5, 1);
      await rig.quiet();
    };

    beforeEach(async () => {
      world = await open();
      listing = await world.addListing(5);
      await start();
    });

    afterEach(async () => {
      await rig.stop();
      await world.close();
    });

    const claims = () => rig.facts(storeClaimChanged);
    const mirror = async () => (await rig.level(listing)).mirror;
    const shows = (units: number) => eventually(async () => expect(await world.shown(listing)).toBe(units));
    const decided = (ended: number) => {
      const key = { channel: world.adapter.channel, externalId: listing, storeLocation: world.storeLocation };
      return rig.tell(editDecided, { ...key, ended, decidedAt: new Date().toISOString() });
    };

    describe('of units that someone took off by hand', () => {
      const takenOff = async (units: number) => {
        await world.setByHand(listing, units);
        await rig.deliver(...(await world.deliveries()));
        await eventually(async () => expect((await claims()).at(-1)).toMatchObject({ settled: true }));
      };

      it('tells since when they are missing, and that nothing explains them, only once all orders were asked for', async () => {
        await takenOff(3);
        const [first, ...later] = await claims();
        expect(first).toMatchObject({ claim: 2, settled: false, since: expect.any(String) });
        expect(later.at(-1)).toMatchObject({ claim: 2, settled: true, since: first!.since });
      });

      it('keeps the store as it is when they are accepted as gone, and raises it back when they are dismissed', async () => {
        await takenOff(3);
        await decided(2);
        await eventually(async () => expect((await claims()).at(-1)).toMatchObject({ claim: 0, edits: -2, ended: 2 }));
        // The number in force has not counted them yet: nothing is raised from it.
        await rig.quiet();
        expect(await world.shown(listing)).toBe(3);
        await rig.want(item, 3, 2);
        await rig.quiet();
        expect(await world.shown(listing)).toBe(3);
        await rig.want(item, 5, 3);
        await shows(5);
      });

      it('counts an order once whose webhook was lost and that came between a hand and a push', async () => {
        await world.checkout(listing, 1);
        await world.deliveries();
        await world.setByHand(listing, 2);
        await rig.deliver(...(await world.deliveries()));
        await eventually(async () => expect((await rig.facts(orderObserved)).length).toBe(1));
        await eventually(async () => expect((await claims()).at(-1)).toMatchObject({ claim: 2, settled: true }));
        await rig.want(item, 2, 2);
        await rig.quiet();
        expect(await world.shown(listing)).toBe(2);
        expect(await mirror()).toMatchObject({ ordered: 1, claim: 2, edits: 0 });
      });

      it('never lists again what an order took that the store has counted and we have not', async () => {
        await world.checkout(listing, 1);
        const late = await world.deliveries();
        // The core, which cannot know of it, wants all of them, and one more.
        await rig.want(item, 6, 2, { ordersSeen: 0, claim: 0 });
        await rig.quiet();
        expect(await world.shown(listing)).toBe(5);
        await rig.deliver(...late);
        await rig.quiet();
        expect((await rig.facts(orderObserved)).length).toBe(1);
        expect(await mirror()).toMatchObject({ ordered: 1, claim: 0 });
      });
    });

    describe('of an order that was taken for a loss', () => {
      it('takes the booking back once the order is seen, and never lists the unit again', async () => {
        await rig.stop();
        await world.lagOrderSearch(60_000);
        await start({ timing: { searchLagMs: 0, settleMs: 0 } });
        await world.checkout(listing, 1);
        const late = await world.deliveries();
        await rig.readAgain(listing);
        await eventually(async () => expect((await mirror()).claim).toBe(1));
        await decided(1);
        await rig.want(item, 4, 2);
        await rig.quiet();
        expect(await mirror()).toMatchObject({ edits: -1, claim: 0 });
        await world.lagOrderSearch(0);
        await rig.deliver(...late);
        await eventually(async () =>
          expect(await mirror()).toMatchObject({ ordered: 1, edits: 0, reversed: 1, residual: 0 }),
        );
        expect((await claims()).at(-1)).toMatchObject({ claim: 0, edits: 0, reversed: 1 });
        await rig.quiet();
        expect(await world.shown(listing)).toBeLessThanOrEqual(4);
      });
    });

    describe('of an edit that has grown old', () => {
      it('takes it for part of the level once a read since then shows what is expected', async () => {
        await rig.stop();
        await start({ timing: { editsOpenForMs: 300, pollEveryMs: 50 } });
        await world.setByHand(listing, 9);
        await rig.deliver(...(await world.deliveries()));
        await eventually(async () => expect((await claims()).map(({ edits }) => edits)).toEqual([4, 0]));
        expect(await mirror()).toMatchObject({ edits: 0, residual: 0, reversed: 0 });
        expect((await rig.level(listing)).story.editedAt).toBeNull();
        await shows(5);
      });
    });
  });
}
