import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import {
  availabilityChanged,
  catalogItemListed,
  driftDetected,
  itemRegistered,
  orderObserved,
} from '@tillbridge/contracts';
import { inTurn } from '@tillbridge/gateway-kit';
import { eventually, StoreRig } from '@tillbridge/testing';
import { channel, ShopifyWorld, storeLocation } from './spec-kit/shopify-world';

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

describe('what a store tells of its catalogue', () => {
  it('is told on when it changed, and not for the echo of a level we pushed', async () => {
    await open();
    const listing = await world.addListing(5, 'TEE');
    await rig.connect(world.address);
    const item = await rig.link(listing);
    await rig.want(item, 4, 1);
    await rig.quiet();
    await rig.deliver(...(await world.deliveries()));
    expect(await rig.facts(catalogItemListed)).toHaveLength(1);
    await world.control('admin/product', { sku: 'TEE', title: 'Shirt' });
    await rig.deliver(...(await world.deliveries()));
    await eventually(async () => expect((await rig.facts(catalogItemListed)).at(-1)).toMatchObject({ title: 'Shirt' }));
  });
});

describe('a store that takes us away', () => {
  it('is asked nothing more until it is connected again', async () => {
    await open();
    const listing = await world.addListing(5);
    await rig.connect(world.address);
    const item = await rig.link(listing);
    await world.control('faults', { uninstall: true });
    await rig.deliver(...(await world.deliveries()));
    const asked = async () =>
      (await world.control<{ entries: { kind: string }[] }>('log')).entries.filter(
        (entry) => entry.kind === 'api_call',
      );
    const before = await eventually(async () => {
      const calls = (await asked()).length;
      return (await rig.gateway.state.channels.all())[0]!.disconnectedReason !== null && calls;
    });
    await rig.want(item, 2, 1);
    expect((await asked()).length).toBe(before);
    expect((await rig.level(listing)).mirror.open).toBeNull();
  });
});

describe('a gateway that dies with a push on its way', () => {
  it('sends it again under the same key, and the store does it once', async () => {
    await open();
    const listing = await world.addListing(5);
    await rig.connect(world.address);
    const item = await rig.link(listing);
    const push = world.adapter.push.bind(world.adapter);
    let reached = (): void => undefined;
    const sent = new Promise<void>((resolve) => (reached = resolve));
    const keys: string[] = [];
    // The first process never learns what became of its push.
    world.adapter.push = async (call) => {
      keys.push(call.key);
      await push(call);
      reached();
      return new Promise(() => undefined);
    };
    await rig.want(item, 3, 1);
    await sent;
    world.adapter.push = (call) => (keys.push(call.key), push(call));
    const successor = rig.successor();
    await successor.start();
    await eventually(async () => expect((await rig.level(listing)).mirror).toMatchObject({ open: null, pushed: -2 }));
    await successor.stop();
    expect(new Set(keys).size).toBe(1);
    expect([await world.shown(listing), await world.writes(listing)]).toEqual([3, 1]);
    rig.abandon();
  });
});

describe('a push that the store has not answered for most of a day', () => {
  it.each([
    { effect: 'none', shown: 2, claim: 0 },
    // Nobody can tell any more where that unit went: too little is offered rather than too much.
    { effect: 'an unheard one', shown: 1, claim: 1 },
  ])(
    'is not sent again: the level is read, and the wish pushed anew, when it had $effect',
    async ({ effect, shown, claim }) => {
      await open();
      const listing = await world.addListing(5);
      await rig.connect(world.address);
      await rig.link(listing);
      const { book, calls } = rig.gateway.state;
      const key = randomUUID();
      const yesterday = new Date(Date.now() - 21 * 3_600_000);
      const level = await rig.level(listing);
      const row = { externalId: listing, storeLocation, levelRef: level.levelRef!, from: 5, to: 4 };
      const cause = { correlationId: 'test', causationId: null, traceparent: null };
      await inTurn(rig.gateway.state, channel, async (tx) => {
        await calls.open(tx, channel, { key, rows: [row] }, { sentAt: yesterday, notBefore: yesterday });
        const open = { key, from: 5, to: 4, version: 1 };
        await book.change(tx, channel, [row], cause, (each) => ({ ...each, mirror: { ...each.mirror, open } }));
      });
      if (effect !== 'none') await world.adapter.push({ key, rows: [row] });
      const push = jest.spyOn(world.adapter, 'push');
      await rig.want(level.itemId ?? (await rig.level(listing)).itemId!, 2, 1);
      await eventually(async () => expect(await world.shown(listing)).toBe(shown));
      await rig.quiet();
      expect((await rig.level(listing)).mirror).toMatchObject({ open: null, pushed: -3, claim });
      // The store may have forgotten its key by now, and would lower the level once more.
      expect(push.mock.calls.map(([call]) => call.key)).not.toContain(key);
    },
  );
});

/** Everything of the port that talks to the store. */
const askable = [
  'push',
  'readLevels',
  'stockAt',
  'pollOrdersSince',
  'openOrders',
  'listLocations',
  'readOrder',
  'readGroup',
  'resolveOrder',
  'upsertItem',
  'finishListing',
  'subscribe',
  'listCatalogue',
] as const;

describe('a store', () => {
  /** Notes whether a transaction was open in the chain of calls that led to the store. */
  function watch() {
    const within = new AsyncLocalStorage<{ open: boolean }>();
    const inside: string[] = [];
    const run = rig.uow.run.bind(rig.uow);
    jest.spyOn(rig.uow, 'run').mockImplementation(async (work) => {
      const transaction = { open: true };
      return within.run(transaction, () => run(work)).finally(() => (transaction.open = false));
    });
    const reached = new Set<string>();
    for (const name of askable) {
      const ask = world.adapter[name].bind(world.adapter) as (...given: unknown[]) => Promise<never>;
      jest.spyOn(world.adapter, name).mockImplementation((...given: unknown[]) => {
        reached.add(name);
        if (within.getStore()?.open) inside.push(name);
        return ask(...given);
      });
    }
    return { inside, reached };
  }

  it('is asked while no transaction is open', async () => {
    await open();
    const watched = watch();
    const listing = await world.addListing(5);
    await rig.connect(world.address);
    const item = await rig.link(listing);
    await rig.want(item, 3, 1);
    await world.checkout(listing, 1);
    await rig.deliver(...(await world.deliveries()));
    await rig.want(item, 6, 2);
    await rig.readAgain(listing);
    await rig.quiet();
    const everyDay = [
      'subscribe',
      'listLocations',
      'listCatalogue',
      'openOrders',
      'pollOrdersSince',
      'readLevels',
      'push',
    ];
    expect([...watched.reached]).toEqual(expect.arrayContaining(everyDay));
    expect(watched.inside).toEqual([]);
  });

  it('would be found out if it were asked inside of one', async () => {
    await open();
    const watched = watch();
    await rig.uow.run(() => world.adapter.listCatalogue(null));
    expect(watched.inside).toEqual(['listCatalogue']);
  });
});

describe('a batch of facts from the core', () => {
  it('may hold many items, and news of places that are no store of ours; the same again changes nothing', async () => {
    await open();
    const listing = await world.addListing(5);
    await rig.connect(world.address);
    const itemId = randomUUID();
    const [now, counted] = [new Date().toISOString(), { ordersSeen: 0, claim: 0, edits: 0 }];
    const wish = { itemId, lowerTo: 3, raiseTo: 3, version: 1, dealt: false, counted, storeLocation };
    const drift = { run: randomUUID(), itemId, expected: 0, observed: 0, at: now, externalId: listing };
    const items = Array.from({ length: 24 }, () => rig.anItem(randomUUID()));
    const batch = [
      rig.fromCore(availabilityChanged, { ...wish, channel }),
      rig.fromCore(availabilityChanged, { ...wish, channel: 'store-b' }),
      rig.fromCore(driftDetected, { ...drift, channel: 'till', place: 'outlet' }),
      ...items.map((item) => rig.fromCore(itemRegistered, item)),
      rig.fromCore(itemRegistered, { ...rig.anItem(itemId), links: [{ channel, externalId: listing }] }),
    ];
    await rig.gateway.takeFacts(batch);
    await rig.quiet();
    await rig.gateway.takeFacts(batch);
    await rig.quiet();
    expect([await world.shown(listing), await world.writes(listing)]).toEqual([3, 1]);
    expect(rig.complaints).toEqual([]);
  });
});

describe('an order in a store with two locations', () => {
  it('is told at once, and again when the store has decided from where it is served', async () => {
    await open({ routingMs: { min: 800, max: 800 } });
    await world.control('seed', { locations: [{ id: '655441492', name: 'Depot' }] });
    await rig.stop();
    const two = world.adapterFor([storeLocation, '655441492']);
    rig = await StoreRig.open(two, storeLocation, { storeLocations: [storeLocation, '655441492'] });
    const listing = await world.addListing(5);
    await rig.connect(world.address);
    await world.checkout(listing, 1);
    await rig.deliver(...(await world.deliveries()));
    const locations = async () => (await rig.facts(orderObserved)).map((fact) => fact.lines[0]!.storeLocation);
    await eventually(async () => expect(await locations()).toEqual([null, storeLocation]));
    expect((await rig.level(listing)).mirror.ordered).toBe(1);
  });
});
