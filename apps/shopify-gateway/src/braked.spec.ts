import { channelStateChanged } from '@tillbridge/contracts';
import { eventually, StoreRig } from '@tillbridge/testing';
import { channel, ShopifyWorld, storeLocation } from './spec-kit/shopify-world';

const minuteMs = 60_000;

/** A store of six listings with ten units each, which stops when more than two would be taken to nothing. */
describe('a store that would change too much at once', () => {
  let world: ShopifyWorld;
  let rig: StoreRig;
  let listings: string[];
  let items: string[];
  let version = 1;
  let laterMs = 0;

  beforeEach(async () => {
    [version, laterMs] = [1, 0];
    world = await ShopifyWorld.open({ timeoutMs: 5_000 });
    rig = await StoreRig.open(world.adapter, storeLocation, {
      brake: { zeroShare: 0.34, itemsMin: 2 },
      now: () => new Date(Date.now() + laterMs),
    });
    listings = [];
    for (let each = 0; each < 6; each += 1) listings.push(await world.addListing(10));
    await rig.connect(world.address);
    items = [];
    for (const listing of listings) items.push(await rig.link(listing));
    await wantAll(10, items);
    await rig.quiet();
  });

  afterEach(async () => {
    await rig.stop();
    await world.close();
  });

  const wantAll = async (units: number, which: readonly string[]) => {
    version += 1;
    for (const item of which) await rig.want(item, units, version);
  };
  const shown = () => Promise.all(listings.map((listing) => world.shown(listing)));
  const halts = async () => (await rig.gateway.states())[0]!.halts.map(({ kind }) => kind);
  const isBraked = () => eventually(async () => expect(await halts()).toEqual(['braked']));
  /** As a burst of facts does: all of it is wanted before any of it can leave. */
  const wantAtOnce = async (units: number, which: readonly string[]) => {
    await rig.gateway.pause(channel, 'a burst gathers');
    await wantAll(units, which);
    await rig.gateway.resume(channel);
  };

  it('is stopped before any of it leaves, and says what would change', async () => {
    await wantAtOnce(0, items);
    await isBraked();
    expect(await shown()).toEqual([10, 10, 10, 10, 10, 10]);
    const view = await rig.gateway.brake(channel, 4);
    expect(view).toMatchObject({
      settled: 6,
      zeroed: 6,
      moved: 6,
      braked: { reason: expect.stringContaining('6 of 6') },
    });
    expect(view.largest.map(({ from, to }) => [from, to])).toEqual(Array.from({ length: 4 }, () => [10, 0]));
  });

  it('changes once a person has released it, is not stopped again by that, and tells of both', async () => {
    await wantAtOnce(0, items);
    await isBraked();
    await rig.gateway.releaseBrake(channel);
    await eventually(async () => expect(await shown()).toEqual([0, 0, 0, 0, 0, 0]));
    await rig.quiet();
    const told = (await rig.facts(channelStateChanged)).map((fact) => fact.halts.map(({ kind }) => kind));
    expect(told.slice(-2)).toEqual([['braked'], []]);
  });

  it('loads what would move only where it may be too much', async () => {
    const moving = jest.spyOn(rig.gateway.state.levels, 'moving');
    await wantAtOnce(8, items.slice(0, 2));
    await eventually(async () => expect((await shown()).slice(0, 2)).toEqual([8, 8]));
    expect(moving).not.toHaveBeenCalled();
    await wantAtOnce(0, items);
    await isBraked();
    expect(moving).toHaveBeenCalled();
  });

  it('is lowered by small sales while it is stopped, and raised by nothing', async () => {
    await wantAtOnce(0, items.slice(0, 4));
    await isBraked();
    await wantAll(8, [items[4]!]);
    await wantAll(12, [items[5]!]);
    await eventually(async () => expect((await shown())[4]).toBe(8));
    expect(await shown()).toEqual([10, 10, 10, 10, 8, 10]);
  });

  it('is stopped by a burst in pieces, too, but by nothing that takes its time', async () => {
    await wantAll(0, items.slice(0, 2));
    await rig.quiet();
    await wantAll(0, [items[2]!]);
    await isBraked();
    await rig.gateway.releaseBrake(channel);
    await rig.quiet();
    laterMs = 6 * minuteMs;
    await wantAll(0, items.slice(3, 5));
    await rig.quiet();
    expect([await halts(), await shown()]).toEqual([[], [0, 0, 0, 0, 0, 10]]);
  });

  it('is not stopped again by what a person has released, though it was paused until the window was over', async () => {
    await wantAtOnce(0, items);
    await isBraked();
    await rig.gateway.pause(channel, 'the shop is closed');
    await rig.gateway.releaseBrake(channel);
    laterMs = 6 * minuteMs;
    await rig.gateway.resume(channel);
    await eventually(async () => expect(await shown()).toEqual([0, 0, 0, 0, 0, 0]));
  });

  it('is released from that alone: what it is raised by afterwards, bit by bit, stops it no more than ever', async () => {
    await wantAtOnce(0, items);
    await isBraked();
    await rig.gateway.releaseBrake(channel);
    await rig.quiet();
    for (const [each, pair] of [items.slice(0, 2), items.slice(2, 4), items.slice(4)].entries()) {
      laterMs = (each + 1) * 6 * minuteMs;
      await wantAll(10, pair);
      await rig.quiet();
    }
    expect([await halts(), await shown()]).toEqual([[], [10, 10, 10, 10, 10, 10]]);
  });

  it('is stopped still when the process starts anew', async () => {
    await wantAtOnce(0, items);
    await isBraked();
    await rig.stop();
    const next = rig.successor();
    await next.start();
    await wantAll(9, [items[0]!]);
    await eventually(async () => expect((await shown())[0]).toBe(9));
    expect((await shown()).slice(1)).toEqual([10, 10, 10, 10, 10]);
    await next.stop();
  });
});
