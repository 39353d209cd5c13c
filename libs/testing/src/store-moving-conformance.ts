import { orderObserved, orderResolved, orderShort } from '@tillbridge/contracts';
import { eventually } from './eventually';
import { StoreRig } from './store-rig';
import type { StoreWorld } from './store-world';

/** What every store behind the port has to do with an order whose units are elsewhere. Calls Jest's `describe`. */
export function storeMovingConformance(name: string, open: () => Promise<StoreWorld>): void {
  describe(`moving the orders of a store behind the port: ${name}`, () => {
    let world: StoreWorld;
    let rig: StoreRig;
    let listing: string;
    let elsewhere: string;

    beforeEach(async () => {
      world = await open();
      listing = await world.addListing(5);
      elsewhere = await world.openElsewhere(listing, 3);
      const storeLocations = [world.storeLocation, elsewhere];
      rig = await StoreRig.open(world.adapter, world.storeLocation, { storeLocations });
      await rig.connect(world.address);
    });

    afterEach(async () => {
      await rig.stop();
      await world.close();
    });

    it('puts a short line to another location, where it is seen from then on, and both levels agree', async () => {
      const order = (await world.checkout(listing, 2))!;
      await rig.deliver(...(await world.deliveries()));
      const placeOfLine = async () => (await rig.facts(orderObserved)).at(-1)?.lines[0]?.storeLocation;
      await eventually(async () => expect(await placeOfLine()).toBe(world.storeLocation));
      const { line } = (await rig.facts(orderObserved)).at(-1)!.lines[0]!;
      const lines = [{ line, shortBy: 2, moveTo: elsewhere }];
      const policy = { resolution: 'move' as const, reason: 'lost', policyVersion: 1 };
      await rig.tell(orderShort, { channel: world.adapter.channel, order, decision: 1, lines, ...policy });
      await eventually(async () => expect(await placeOfLine()).toBe(elsewhere));
      expect(await rig.facts(orderResolved)).toMatchObject([{ order, decision: 1, outcome: 'moved' }]);
      await rig.quiet();
      expect((await rig.level(listing)).mirror).toMatchObject({ ordered: 2, restocked: 2, claim: 0, residual: 0 });
      expect((await rig.level(listing, elsewhere)).mirror).toMatchObject({ ordered: 2, claim: 0, residual: 0 });
      expect(await world.shown(listing, elsewhere)).toBe(1);
    });
  });
}
