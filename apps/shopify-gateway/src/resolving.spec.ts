import { orderResolved, orderShort, type OrderShort } from '@tillbridge/contracts';
import { eventually, StoreRig } from '@tillbridge/testing';
import { NoAnswer } from './admin/errors';
import { channel, ShopifyWorld, storeLocation } from './spec-kit/shopify-world';

interface TwinOrder {
  id: string;
  tags: string[];
  cancelledAt: string | null;
  fulfillmentOrders: { status: string; holds: { reason: string }[] }[];
}

let world: ShopifyWorld;
let rig: StoreRig;

async function open(options: Parameters<typeof ShopifyWorld.open>[0] = {}) {
  world = await ShopifyWorld.open(options);
  rig = await StoreRig.open(world.adapter, storeLocation);
}

afterEach(async () => {
  await rig.stop();
  await world.close();
});

const state = () => world.control<{ orders: TwinOrder[] }>('state');
const aMinuteOn = () => new Date(Date.now() + 60_000);
const orderOf = async (id: string) => (await state()).orders.find((order) => order.id === id)!;

describe('an order that lost its units', () => {
  const short = (order: string, resolution: OrderShort['resolution'], decision = 1): OrderShort => ({
    channel,
    order,
    decision,
    resolution,
    lines: [{ line: '1', shortBy: 1, moveTo: null }],
    reason: 'the last unit was taken at the till',
    policyVersion: 1,
  });
  const resolved = () => eventually(async () => (await rig.facts(orderResolved)).at(-1) ?? false);

  it('is held at the store as soon as the store knows how to serve it, and tagged', async () => {
    await open({ routingMs: { min: 300, max: 300 } });
    const listing = await world.addListing(1);
    await rig.connect(world.address);
    const order = (await world.checkout(listing, 1))!;
    await rig.tell(orderShort, short(order, 'hold'));
    expect(await resolved()).toMatchObject({ order, decision: 1, outcome: 'held' });
    expect(await orderOf(order)).toMatchObject({
      tags: ['tillbridge-short'],
      fulfillmentOrders: [{ status: 'ON_HOLD', holds: [{ reason: 'INVENTORY_OUT_OF_STOCK' }] }],
    });
  });

  it('is held once, however often that is decided', async () => {
    await open();
    const listing = await world.addListing(1);
    await rig.connect(world.address);
    const order = (await world.checkout(listing, 1))!;
    await rig.tell(orderShort, short(order, 'hold', 1));
    await resolved();
    await rig.tell(orderShort, short(order, 'hold', 2));
    await eventually(async () => expect((await rig.facts(orderResolved)).at(-1)).toMatchObject({ decision: 2 }));
    expect((await orderOf(order)).fulfillmentOrders[0]!.holds).toHaveLength(1);
  });

  const cancelling = async (options: Parameters<typeof ShopifyWorld.open>[0] = {}) => {
    await open(options);
    const listing = await world.addListing(1);
    await rig.connect(world.address);
    return (await world.checkout(listing, 1))!;
  };
  const cancelJob = (what: 'cancels' | 'fails') => world.control('faults', { switches: { cancelJob: what } });
  const attempts = async () => {
    const due = await rig.uow.run((tx) => rig.gateway.state.tasks.due(tx, channel, aMinuteOn(), 1));
    return due[0]?.attempts ?? 0;
  };
  const askAgainNow = () =>
    rig.uow.run((tx) => rig.gateway.state.tasks.hasten(tx, channel, ['resolve-order'], new Date()));

  it('is cancelled where the policy says so, and the core hears it no earlier than it is true', async () => {
    const order = await cancelling({ cancelJobMs: { min: 600, max: 600 } });
    await rig.tell(orderShort, short(order, 'cancel'));
    expect(await resolved()).toMatchObject({ outcome: 'cancelled', detail: null });
    expect((await orderOf(order)).cancelledAt).not.toBeNull();
  });

  it('is cancelled in the end although the store agreed once and did nothing', async () => {
    const order = await cancelling();
    await cancelJob('fails');
    await rig.tell(orderShort, short(order, 'cancel'));
    await eventually(async () => (await attempts()) > 0);
    expect(await rig.facts(orderResolved)).toEqual([]);
    await cancelJob('cancels');
    expect(await resolved()).toMatchObject({ outcome: 'cancelled' });
    expect((await orderOf(order)).cancelledAt).not.toBeNull();
  });

  it('is cancelled after an outage of its store, however long that gave no answer', async () => {
    const order = await cancelling({ cancelJobMs: { min: 300, max: 300 } });
    const resolveOrder = world.adapter.resolveOrder.bind(world.adapter);
    let leftUnanswered = 40;
    world.adapter.resolveOrder = async (...asked) => {
      if (leftUnanswered === 0) return resolveOrder(...asked);
      leftUnanswered -= 1;
      throw new NoAnswer('HTTP 503');
    };
    await rig.tell(orderShort, short(order, 'cancel'));
    await eventually(async () => {
      await askAgainNow();
      rig.gateway.state.onWork(channel, 'task');
      return leftUnanswered === 0;
    });
    expect(await resolved()).toMatchObject({ outcome: 'cancelled' });
    expect(await rig.gateway.state.tasks.counts()).toMatchObject({ parked: 0 });
  });

  it('is reported as not cancelled, with the reason, once the store has agreed often enough and did nothing', async () => {
    const order = await cancelling();
    await cancelJob('fails');
    await rig.tell(orderShort, short(order, 'cancel'));
    await eventually(async () => {
      await askAgainNow();
      rig.gateway.state.onWork(channel, 'task');
      expect((await rig.facts(orderResolved)).at(-1)).toMatchObject({
        outcome: 'failed',
        detail: 'the store agrees to cancel and does not',
      });
    });
  });

  it('is reported as not cancelled at once when the store says so for good', async () => {
    await cancelling();
    await rig.tell(orderShort, short('1', 'cancel'));
    expect(await resolved()).toMatchObject({ outcome: 'failed', detail: 'the store knows no such order' });
  });

  it('cannot be held once it has left, and the core hears it', async () => {
    await open();
    const listing = await world.addListing(1);
    await rig.connect(world.address);
    const order = (await world.checkout(listing, 1))!;
    await world.control(`orders/${order}/fulfil`, {});
    await rig.tell(orderShort, short(order, 'hold'));
    expect(await resolved()).toMatchObject({ outcome: 'failed' });
  });
});
