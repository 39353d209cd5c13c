import fc from 'fast-check';
import { changedAvailability, decideAvailability, withPublished } from './availability';
import { decideSettled, decideStoreReport } from './decide-store';
import { sellingAt } from './escrow-mode';
import { claim, fill, grant, order, paperLayout, sell, settled, show, stocked } from './paper-item';
import { TillWorld } from './spec-till-world';
import { explainItem, type WhyPlace } from './why';
import type { ItemState } from './item-state';
import type { ShopLayout } from './policy';

const whyOf = (item: ItemState, channel: string, layout: ShopLayout = paperLayout, now = 1_000): WhyPlace =>
  explainItem(item, layout, now).find((place) => place.channel === channel)!;
const stepsAt = (place: WhyPlace, location = 'main') =>
  Object.fromEntries(
    place.locations.find((each) => each.location === location)!.steps.map(({ what, units }) => [what, units]),
  );

/** The sum that a reader would make. */
function added({ locations, uncounted }: WhyPlace): number {
  const free = locations.map(({ steps }) => steps.reduce((total, { units }) => total + units, 0));
  const sum = (numbers: readonly number[]) => numbers.reduce((total, units) => total + units, 0);
  return Math.max(0, sum(free) - sum(uncounted.map((each) => each.unexplained + each.ordersUnderWay)));
}

describe('why a store may sell what it may', () => {
  it('goes from the shelf over promises, carts and safety stock to the number', () => {
    const layout = { ...paperLayout, policy: { ...paperLayout.policy, safetyStock: { units: 1, rules: [] } } };
    const item = fill(settled(order(sell(stocked(9), 1, 1), claim('1', { ordered: 2 }))), 'c', 2);
    expect(stepsAt(whyOf(item, 'store-b', layout))).toEqual({
      'known units': 8,
      promised: -2,
      'in carts elsewhere': -2,
      'safety stock': -1,
    });
    expect(whyOf(item, 'store-b', layout)).toMatchObject({ lowerTo: 3 });
    expect(whyOf(item, 'store-a', layout)).toMatchObject({ lowerTo: 5 });
  });

  it('names the orders behind what is promised, and not those that are done with', () => {
    const item = settled(
      order(stocked(5), claim('1', { ordered: 2 }), claim('2'), claim('3', { current: 0, restocked: 1 })),
    );
    expect(whyOf(item, 'store-a').locations[0]!.promises).toEqual([
      { channel: 'store-a', order: '1', line: '1', units: 2 },
      { channel: 'store-a', order: '2', line: '1', units: 1 },
    ]);
  });

  it('lets a location that lacks units take none from another', () => {
    const item = show(settled(order(stocked(4, 'depot', stocked(3)), claim('1', { ordered: 3 }))), 1, 9);
    const place = whyOf(sell(item, 1, 10), 'store-b');
    expect(place.locations.map(({ offers }) => offers)).toEqual([0, 4]);
    expect(stepsAt(place)['below nothing']).toBeGreaterThan(0);
    expect(place.lowerTo).toBe(4);
  });

  it('tells units that nobody can explain at a store from orders that are still on their way', () => {
    const report = { channel: 'store-a', storeLocation: '1', claim: 2, edits: 0, ordersSeen: 0, seq: 1 };
    const place = whyOf(decideStoreReport(stocked(5), { ...report, ordersSeen: 1 }), 'store-b');
    const where = { channel: 'store-a', storeLocation: '1' };
    expect(place.uncounted).toEqual([{ ...where, unexplained: 2, ordersUnderWay: 1 }]);
    expect(place.lowerTo).toBe(2);
  });

  it('takes off what is missing at the till', () => {
    const masked = grant(settled(order(stocked(5), claim('1'))), 1_000);
    const lost = show(masked, 2, 2);
    expect(stepsAt(whyOf(lost, 'store-a'))).toEqual({ 'known units': 5, promised: -1, missing: -2 });
    expect(whyOf(lost, 'store-a')).toMatchObject({ lowerTo: 2 });
  });

  it('tells a level that was never read from one that holds nothing', () => {
    const place = whyOf(stocked(0), 'store-b');
    expect(place.locations.map(({ location, read }) => [location, read])).toEqual([
      ['main', true],
      ['depot', false],
    ]);
  });

  it('says how much of the number is not certain yet', () => {
    const sending = grant(settled(order(stocked(5), claim('1'))), 1_000);
    const place = whyOf(show(sending, 4, 2), 'store-a');
    expect(place.lowerTo - place.notCertain).toBe(place.raiseTo);
    expect(place).toMatchObject({ lowerTo: 4, notCertain: 1 });
  });

  it('says what the store was told last', () => {
    const item = stocked(5);
    const told = withPublished(item, changedAvailability(item, sellingAt(['store-a']), paperLayout, 0));
    expect(whyOf(told, 'store-a').published).toMatchObject({ lowerTo: 5, raiseTo: 5 });
    expect(whyOf(told, 'store-b').published).toBeNull();
  });

  it('says what the store showed when its gateway answered last, and to which publication', () => {
    const told = { version: 3, shown: 4, ordersSeen: 1, restocksSeen: 0, missing: 0, seq: 2 };
    const item = decideSettled(stocked(5), { ...told, channel: 'store-a', storeLocation: '1' }, 700);
    expect(whyOf(item, 'store-a').acknowledged).toEqual({ version: 3, shown: 4, at: 700 });
    expect(whyOf(item, 'store-b').acknowledged).toBeNull();
  });

  it('adds up to the number in every life of a level', () => {
    const names = ['sellAtTill', 'touchRow', 'place', 'cancel', 'ship', 'send', 'poll', 'doubt', 'deliver'] as const;
    const acts = fc.array(fc.tuple(fc.constantFrom(...names), fc.nat(20)), { maxLength: 40, size: 'max' });
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4 }),
        acts,
        fc.nat(2),
        fc.boolean(),
        (units, life, safetyStock, enabled) => {
          const world = new TillWorld(units);
          const layout = {
            ...paperLayout,
            policy: {
              ...paperLayout.policy,
              safetyStock: { units: safetyStock, rules: [] },
              escrow: { ...paperLayout.policy.escrow, enabled, tillBuffer: 1 },
            },
          };
          const linked = sellingAt(['store-a', 'store-b']);
          for (const [name, pick] of life) {
            world.now += 7_000;
            if (name === 'poll' || name === 'doubt') world.poll(name === 'poll');
            else if (name === 'send') world.sendPosts(pick % 5 === 0);
            else if (name === 'place') world.place(1 + (pick % 2));
            else if (name === 'sellAtTill' || name === 'touchRow') world[name]();
            else world[name](pick);
            const { item } = decideAvailability(world.item, linked, layout, world.now);
            for (const place of explainItem(item, layout, world.now)) {
              expect(added(place)).toBe(place.lowerTo);
              expect(place.lowerTo - place.notCertain - place.waiting).toBe(place.raiseTo);
            }
          }
        },
      ),
      { numRuns: 250 },
    );
  });

  it('would not add up if a step were left out', () => {
    const place = whyOf(settled(order(stocked(5), claim('1'))), 'store-a');
    const locations = place.locations.map((each) => ({ ...each, steps: each.steps.slice(0, 1) }));
    expect(added({ ...place, locations })).not.toBe(place.lowerTo);
  });
});
