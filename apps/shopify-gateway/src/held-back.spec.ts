import { channelStateChanged, orderObserved, orderResolved, orderShort } from '@tillbridge/contracts';
import type { PushCall } from '@tillbridge/gateway-kit';
import { eventually, StoreRig } from '@tillbridge/testing';
import { channel, ShopifyWorld, storeLocation } from './spec-kit/shopify-world';

const hourMs = 3_600_000;

/** What holds a store back, and what goes on meanwhile. */
describe('a store that something holds back', () => {
  let world: ShopifyWorld;
  let rig: StoreRig;
  let listing: string;
  let item: string;
  let laterMs = 0;
  let pushed: PushCall[] = [];

  beforeEach(async () => {
    laterMs = 0;
    pushed = [];
    world = await ShopifyWorld.open({ timeoutMs: 5_000 });
    rig = await StoreRig.open(world.adapter, storeLocation, {
      timing: { pollEveryMs: 20 },
      now: () => new Date(Date.now() + laterMs),
      onAccess: (access) => (world.access = access),
    });
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

  const shows = (units: number) => eventually(async () => expect(await world.shown(listing)).toBe(units));
  const state = async () => (await rig.gateway.states())[0]!;
  const halts = async () => (await state()).halts.map(({ kind }) => kind);
  const told = async () => (await rig.facts(channelStateChanged)).map((fact) => fact.halts.map(({ kind }) => kind));
  const calls = async (operation: string) => {
    const { entries } = await world.control<{ entries: { kind: string; operation?: string }[] }>('log');
    return entries.filter((entry) => entry.kind === 'api_call' && entry.operation?.includes(operation)).length;
  };

  describe('because a person paused it', () => {
    it('takes in its orders and is written nothing; the newest wish goes out on resume', async () => {
      await rig.gateway.pause(channel, 'a stocktake');
      await rig.want(item, 3, 2);
      await rig.want(item, 4, 3);
      const order = await world.checkout(listing, 1);
      await rig.deliver(...(await world.deliveries()));
      await eventually(async () => expect((await rig.facts(orderObserved)).map((fact) => fact.order)).toEqual([order]));
      await rig.want(item, 2, 4);
      expect([await world.writes(listing), await state()]).toMatchObject([
        0,
        { halts: [{ kind: 'paused', reason: 'a stocktake' }], waits: { pushesWanted: 1, pushesOpen: 0 } },
      ]);
      await rig.gateway.resume(channel);
      await shows(2);
      await rig.quiet();
      expect(await world.writes(listing)).toBe(1);
    });

    it('is so once, however often it is asked, and is told of each time that it changes', async () => {
      await rig.gateway.pause(channel, 'first');
      await rig.gateway.pause(channel, 'second');
      expect((await state()).halts).toMatchObject([{ reason: 'first' }]);
      await rig.gateway.resume(channel);
      await rig.gateway.resume(channel);
      expect(await told()).toEqual([['paused'], []]);
    });

    it('stays so when the process starts anew', async () => {
      await rig.gateway.pause(channel, 'a stocktake');
      await rig.stop();
      const next = rig.successor();
      await next.start();
      await rig.want(item, 3, 2);
      expect((await next.states())[0]).toMatchObject({ halts: [{ kind: 'paused' }], waits: { pushesWanted: 1 } });
      expect(await world.writes(listing)).toBe(0);
      await next.resume(channel);
      await shows(3);
      await next.stop();
    });

    it('is not sent again what has no answer yet, but under the same key once it is resumed', async () => {
      await world.faultNextPush('fails after the effect');
      world.adapter.push = pausingAfterThe(world.adapter.push.bind(world.adapter));
      await rig.want(item, 3, 2);
      await eventually(async () => expect(await halts()).toEqual(['paused']));
      await eventually(async () => expect(await calls('inventoryAdjustQuantities')).toBe(1));
      expect((await state()).waits).toMatchObject({ pushesOpen: 1 });
      await rig.gateway.resume(channel);
      await rig.quiet();
      expect([await world.shown(listing), await world.writes(listing)]).toEqual([3, 1]);
    });

    it('has what was open settled by a read, and not sent again, once its key may be forgotten', async () => {
      await world.faultNextPush('fails after the effect');
      world.adapter.push = pausingAfterThe(world.adapter.push.bind(world.adapter));
      await rig.want(item, 3, 2);
      await eventually(async () => expect(await halts()).toEqual(['paused']));
      laterMs = 21 * hourMs;
      const [{ key }] = pushed;
      await rig.gateway.resume(channel);
      await rig.quiet();
      // Sent again under a forgotten key it would have been executed twice.
      expect(pushed.filter((call) => call.key === key)).toHaveLength(1);
      // The two units that it took off are missing without an explanation: nobody is given them, and no raise may list them.
      expect((await rig.level(listing)).mirror).toMatchObject({ claim: 2, open: null });
      expect(await world.shown(listing)).toBeLessThanOrEqual(3);
    });

    it('is not told of its losers meanwhile, and of all of them afterwards', async () => {
      const order = (await world.checkout(listing, 1))!;
      await rig.gateway.pause(channel, 'a stocktake');
      const lines = [{ line: '1', shortBy: 1, moveTo: null }];
      const short = {
        channel,
        order,
        decision: 1,
        resolution: 'hold',
        lines,
        reason: 'gone',
        policyVersion: 1,
      } as const;
      await rig.tell(orderShort, short);
      await rig.gateway.pollOrders(channel);
      expect((await state()).waits).toMatchObject({ resolutions: 1 });
      expect(await rig.facts(orderResolved)).toEqual([]);
      await rig.gateway.resume(channel);
      await eventually(async () => expect(await rig.facts(orderResolved)).toMatchObject([{ outcome: 'held' }]));
    });

    /** A push, and then a person who pauses the store before its answer is known. */
    function pausingAfterThe(push: ShopifyWorld['adapter']['push']): ShopifyWorld['adapter']['push'] {
      return async (call) => {
        pushed.push(call);
        const answer = await push(call);
        world.adapter.push = async (next) => {
          pushed.push(next);
          return push(next);
        };
        await rig.gateway.pause(channel, 'something is odd');
        return answer;
      };
    }
  });

  describe('because it refuses our token', () => {
    it('is locked out, said once, with its webhooks still taken in, and goes on by itself when the token is taken again', async () => {
      await world.revokeToken();
      await rig.want(item, 3, 2);
      await eventually(async () => expect(await halts()).toEqual(['locked-out']));
      const order = await world.checkout(listing, 1);
      await rig.deliver(...(await world.deliveries()));
      expect((await rig.facts(orderObserved)).map((fact) => fact.order)).toEqual([order]);
      const refused = await calls('unauthorized');
      await eventually(async () => expect(await calls('unauthorized')).toBeGreaterThan(refused + 3));
      expect(await told()).toEqual([['locked-out']]);
      await world.grantToken();
      await eventually(async () => expect(await halts()).toEqual([]));
      await rig.want(item, 2, 3);
      await shows(2);
      await rig.quiet();
      expect(await told()).toEqual([['locked-out'], []]);
    });

    it('parks none of what is to be done there, however long that takes', async () => {
      const order = (await world.checkout(listing, 1))!;
      await world.revokeToken();
      await eventually(async () => expect(await halts()).toEqual(['locked-out']));
      const lines = [{ line: '1', shortBy: 1, moveTo: null }];
      await rig.tell(orderShort, {
        ...{ channel, order, decision: 1, resolution: 'hold', lines, reason: 'gone', policyVersion: 1 },
      } as const);
      laterMs = 48 * hourMs;
      const refused = await calls('unauthorized');
      await eventually(async () => expect(await calls('unauthorized')).toBeGreaterThan(refused + 3));
      expect(await rig.gateway.state.tasks.counts()).toMatchObject({ resolutions: 1, parked: 0 });
      await world.grantToken();
      await eventually(async () => expect(await rig.facts(orderResolved)).toMatchObject([{ outcome: 'held' }]));
    });

    it('stays paused if it was, when the token is taken again', async () => {
      await rig.gateway.pause(channel, 'a stocktake');
      await world.revokeToken();
      await eventually(async () => expect(await halts()).toEqual(['locked-out', 'paused']));
      await world.grantToken();
      await eventually(async () => expect(await halts()).toEqual(['paused']));
    });

    it('is let go once it is connected again', async () => {
      await world.control('faults', { uninstall: true });
      await rig.deliver(...(await world.deliveries()));
      await eventually(async () => expect(await halts()).toEqual(['locked-out']));
      await world.grantToken();
      await rig.connect(world.address);
      await eventually(async () => expect(await halts()).toEqual([]));
    });
  });
});
