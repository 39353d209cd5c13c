import { catalogItemListed, orderObserved, storeClaimChanged } from '@tillbridge/contracts';
import { eventually, StoreRig } from '@tillbridge/testing';
import { ShopifyWorld, storeLocation } from './spec-kit/shopify-world';

const hourMs = 3_600_000;

/** No webhook ever arrives here: what is asked for is all that is heard. */
describe('a store of which no message arrives', () => {
  let world: ShopifyWorld;
  let rig: StoreRig;
  let listing: string;
  let item: string;
  let aheadMs = 0;

  const open = async (timing: Parameters<typeof StoreRig.open>[2] = {}) => {
    world = await ShopifyWorld.open({ timeoutMs: 5_000 });
    rig = await StoreRig.open(world.adapter, storeLocation, {
      timing: { pollEveryMs: 30, sweepEveryMs: 30, catalogueEveryMs: 30, subscriptionsEveryMs: 30 },
      now: () => new Date(Date.now() + aheadMs),
      ...timing,
    });
    listing = await world.addListing(5, 'TEE');
    await rig.connect(world.address);
    item = await rig.link(listing);
    await rig.want(item, 5, 1);
    await rig.quiet();
  };

  afterEach(async () => {
    aheadMs = 0;
    await rig.stop();
    await world.close();
  });

  const order = async (id: string) => (await rig.facts(orderObserved)).filter((fact) => fact.order === id).at(-1);
  const tells = (id: string, wanted: object) =>
    eventually(async () => expect(await order(id)).toMatchObject({ lines: [wanted] }));
  const subscriptions = async () =>
    (await world.control<{ subscriptions: { topic: string }[] }>('state')).subscriptions.length;
  /** Stores stamp by the second: what changes within that of the copy we have is told apart by no poll. */
  const nextSecond = async () => {
    const second = Math.ceil(Date.now() / 1000) * 1000;
    await eventually(() => Date.now() > second);
  };

  it('has its orders, what is edited in them, refunded and cancelled found within a poll', async () => {
    await open({ timing: { pollEveryMs: 30 } });
    const edited = (await world.checkout(listing, 2))!;
    await tells(edited, { current: 2 });
    await nextSecond();
    const { lines } = (await order(edited))!;
    await world.control(`orders/${edited}/refund`, {
      lines: [{ lineId: lines[0]!.line, quantity: 1, restockType: 'cancel' }],
    });
    await tells(edited, { restocked: 1 });
    await nextSecond();
    await world.cancel(edited, true);
    await tells(edited, { current: 0, restocked: 2 });
    expect((await rig.level(listing)).mirror).toMatchObject({ ordered: 2, restocked: 2 });
  });

  it.each([
    ['ahead of', 10 * hourMs],
    ['behind', -10 * hourMs],
  ])('misses none of them though our clock is hours %s its own', async (_how, skewMs) => {
    aheadMs = skewMs;
    await open();
    const first = (await world.checkout(listing, 1))!;
    await tells(first, { current: 1 });
    const second = (await world.checkout(listing, 1))!;
    await tells(second, { current: 1 });
  });

  it('has its new, renamed and deleted products found, and what of them sells to nobody', async () => {
    await open();
    const listed = async () => (await rig.facts(catalogItemListed)).at(-1);
    const cap = await world.addListing(3, 'CAP');
    await eventually(async () => expect(await listed()).toMatchObject({ externalId: cap, sku: 'CAP' }));
    await world.control('admin/product', { sku: 'CAP', title: 'Hat' });
    await eventually(async () => expect(await listed()).toMatchObject({ externalId: cap, title: 'Hat' }));
    await world.control('admin/product', { sku: 'CAP', status: 'DRAFT' });
    await eventually(async () => expect(await listed()).toMatchObject({ externalId: cap, standing: 'withdrawn' }));
    await world.deleteProduct();
    await eventually(async () => expect(await listed()).toMatchObject({ externalId: listing, standing: 'gone' }));
  });

  it('has its levels looked over: what was set by hand is found, lowered or raised', async () => {
    await open();
    await world.setByHand(listing, 9);
    await eventually(async () => expect(await world.shown(listing)).toBe(5));
    await world.setByHand(listing, 3);
    await eventually(async () => expect((await rig.facts(storeClaimChanged)).at(-1)).toMatchObject({ claim: 2 }));
  });

  it('would not be found to have changed without looking', async () => {
    await open({ timing: { pollEveryMs: 30, sweepEveryMs: hourMs } });
    await world.setByHand(listing, 9);
    const order = (await world.checkout(listing, 1))!;
    await tells(order, { current: 1 });
    expect((await rig.level(listing)).mirror).toMatchObject({ residual: 0, edits: 0 });
  });

  it('has its webhook subscriptions created again, and a person told only if they keep disappearing', async () => {
    await open();
    const all = await subscriptions();
    const complaints = () => rig.complaints.filter(({ what }) => what.includes('subscriptions keep disappearing'));
    await world.control('faults', { dropSubscriptions: true });
    await eventually(async () => expect(await subscriptions()).toBe(all));
    expect(complaints()).toEqual([]);
    await world.control('faults', { dropSubscriptions: true });
    await eventually(async () => expect(await subscriptions()).toBe(all));
    await eventually(() => expect(complaints()).toHaveLength(1));
  });
});
