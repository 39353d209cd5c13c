import { randomUUID } from 'node:crypto';
import type { Envelope, OrderShort } from '@tillbridge/contracts';
import { lossReasons } from '@tillbridge/stock-domain';
import { eventually } from '@tillbridge/testing';
import { listed, ordered, tillShows } from '../../apps/inventory-core/src/ledger/paper-core';
import { Random } from '../../libs/testing/src/world/random';
import { TwoCores } from './two-cores';

const units = 7;
const orders = Array.from({ length: 40 }, (_, index) => ({
  channel: index % 2 === 0 ? 'store-a' : 'store-b',
  order: String(5_000 + index),
}));
/** As the example configuration names them. */
const storeLocations: Record<string, string> = { 'store-a': '655441491', 'store-b': '705553012' };

interface WhyView {
  movements: { gross: number; reserved: number }[];
  places: { locations: { steps: { what: string; units: number }[] }[] }[];
}

interface ItemView {
  itemId: string;
  links: unknown[];
  levels: { location: string; onHand: number | null; reserved: number; available: number }[];
}

/** Every order as a webhook tells it, and then again: as a poll tells it, and as the same message that comes twice. */
function factsInDisorder(seed: number): { first: Envelope[]; again: Envelope[] } {
  const random = new Random(seed);
  const shuffled = (facts: Envelope[]) =>
    facts
      .map((fact) => ({ fact, lot: random.next() }))
      .sort((a, b) => a.lot - b.lot)
      .map(({ fact }) => fact);
  const webhooks = orders.map(({ channel, order }, index) => {
    const externalId = channel === 'store-a' ? 'a-1' : 'b-1';
    return ordered(channel, order, [{ line: '1', externalId, storeLocation: storeLocations[channel] }], {
      seconds: index,
    });
  });
  const polled = webhooks.map((webhook) => ({ ...webhook, id: randomUUID() }));
  return { first: shuffled(webhooks), again: shuffled([...polled, ...webhooks]) };
}

describe('two processes of the core', () => {
  let cores: TwoCores;

  beforeEach(async () => {
    cores = await TwoCores.start();
    await cores.publish([
      listed('till', 'till-1', 'TEE-M'),
      listed('store-a', 'a-1', 'TEE-M'),
      listed('store-b', 'b-1', 'TEE-M'),
    ]);
    await cores.publish([tillShows('till-1', units, 0)]);
    await eventually(
      async () => {
        const [seen] = await cores.ask<ItemView[]>('/items?sku=TEE-M');
        return seen?.links.length === 3 && seen.levels[0]?.onHand === units;
      },
      { withinMs: 60_000 },
    );
  });

  afterEach(() => cores.stop());

  /** Seven came, seven are promised, and the item says by which of its movements. */
  const expectWaterfallFromMovements = async (asked: 'core-1' | 'core-2') => {
    const [{ itemId }] = await cores.ask<ItemView[]>('/items?sku=TEE-M', asked);
    const why = await cores.ask<WhyView>(`/items/${itemId}/why`, asked);
    const steps = why.places[0].locations[0].steps.map(({ what, units: signed }) => [what, signed]);
    expect(steps).toEqual([
      ['known units', units],
      ['promised', -units],
    ]);
    expect(why.movements.length).toBeLessThan(50);
    const sumOf = (field: 'gross' | 'reserved') => why.movements.reduce((total, each) => total + each[field], 0);
    expect([sumOf('gross'), sumOf('reserved')]).toEqual([units, units]);
  };

  /** Whatever happened on the way: so many units, so many promises, everybody else told once, every number explained. */
  const expectSevenKept = async (asked: 'core-1' | 'core-2') => {
    const views = await Promise.all(
      orders.map(({ channel, order }) =>
        cores.ask<{ decision: number; lines: { short: number; shortReason: string | null }[] }>(
          `/orders/${channel}/${order}`,
          asked,
        ),
      ),
    );
    const short = orders.filter((_, index) => views[index].lines[0].short === 1);
    expect([orders.length - short.length, short.length]).toEqual([units, orders.length - units]);
    expect(views.map(({ decision, lines }) => decision - lines[0].short)).toEqual(orders.map(() => 0));
    // Nobody lost what had been accepted: a unit that was given twice is taken back from somebody later.
    const reasons = new Set(views.flatMap(({ lines }) => lines[0].shortReason ?? []));
    expect([...reasons]).toEqual([lossReasons['too late']]);

    const told = await cores.toldToStores<OrderShort>('order.short.v1');
    const nameOf = ({ channel, order }: { channel: string; order: string }) => `${channel}/${order}`;
    expect(told.map(nameOf).sort()).toEqual(short.map(nameOf).sort());

    const { levels } = await cores.ask<{ levels: ItemView['levels'] }>('/levels', asked);
    expect(levels).toMatchObject([{ location: 'main', onHand: units, reserved: units, available: 0 }]);
    await expectWaterfallFromMovements(asked);
    expect(await cores.rows(foldedLevels)).toEqual([{ location: 'main', gross: 0, reserved: 0, claim: 0 }]);

    const why = await Promise.all(
      orders.map(({ channel, order }) =>
        cores.ask<{ verdict: string; contests: { replays: boolean }[] }>(`/orders/${channel}/${order}/why`, asked),
      ),
    );
    expect(why.flatMap(({ contests }) => contests).filter(({ replays }) => !replays)).toEqual([]);
    const lost = orders.filter((_, index) => why[index].verdict.startsWith('lost 1 because '));
    expect(lost).toEqual(short);
  };

  it('keep seven of forty orders for seven units, and tell each of the others once', async () => {
    const { first, again } = factsInDisorder(1);
    const before = await cores.decidedAgain();
    await cores.letThemMeet(() => cores.publish(first));
    await cores.untilWorkedOff('core-1');
    // They share no order and no message: only the item that one has changed can have made the other decide again.
    expect(await cores.decidedAgain()).toBeGreaterThan(before);
    await cores.publish(again);
    await cores.untilWorkedOff('core-1');
    await expectSevenKept('core-1');
    const decided = await cores.decidedBy();
    expect(decided['core-1']).toBeGreaterThan(0);
    expect(decided['core-2']).toBeGreaterThan(0);
    expect(decided['core-1'] + decided['core-2']).toBe(4 + 2 * orders.length);
    // The check can fail: one movement that says something else, and the level is not explained any more.
    await cores.rows('UPDATE inventory_core.movement SET reserved = 0 WHERE reserved <> 0');
    await expect(expectSevenKept('core-1')).rejects.toThrow();
  });

  it('do so although one of them is killed in the middle', async () => {
    const { first, again } = factsInDisorder(2);
    const before = await cores.decidedBy();
    for (const fact of first.slice(0, 12)) await cores.publish([fact]);
    await eventually(async () => (await cores.decidedBy())['core-2'] > before['core-2']);
    await Promise.all([cores.publish([...first.slice(12), ...again]), cores.fleet.kill9('core-2')]);
    const atDeath = await cores.decidedBy();
    await cores.untilWorkedOff('core-1');
    await expectSevenKept('core-1');
    const decided = await cores.decidedBy();
    expect(decided['core-2']).toBe(atDeath['core-2']);
    expect(decided['core-1']).toBeGreaterThan(atDeath['core-1']);
  });
});

/** What a level says, less what its movements add up to. */
const foldedLevels = `
  SELECT level.location, level.gross - sum(movement.gross)::int AS gross,
    level.reserved - sum(movement.reserved)::int AS reserved, level.claim - sum(movement.claim)::int AS claim
  FROM inventory_core.level JOIN inventory_core.movement USING (item_id, location)
  GROUP BY level.item_id, level.location, level.gross, level.reserved, level.claim`;
