import { randomUUID } from 'node:crypto';
import type { TillStockObserved } from '@tillbridge/contracts';
import { StockBook, TillRig } from '@tillbridge/testing';
import fc from 'fast-check';
import { openXSeriesWorld } from '../spec-kit/x-series-world';
import { XSeriesAdapter } from './adapter';
import { XSeriesClient } from './client';

type World = Awaited<ReturnType<typeof openXSeriesWorld>>;
interface Life {
  state: string;
  attributes?: string[];
  quantity?: number;
}

const parked: Life = { state: 'parked' };
const closed: Life = { state: 'closed' };
const voided: Life = { state: 'voided' };
const pending = (...attributes: string[]): Life => ({ state: 'pending', attributes });

describe('the life of a sale at the till', () => {
  let world: World;
  let rig: TillRig;
  let client: XSeriesClient;
  let item: string;

  beforeAll(async () => {
    world = await openXSeriesWorld();
    client = new XSeriesClient({ ...world.settings, token: world.token });
  });
  afterAll(() => world.close());
  const open = async (level = 10) => {
    item = await world.addItem(level);
    rig = new TillRig(world.adapter);
    await rig.cycle.begin();
  };
  beforeEach(() => open());

  const register = (name: string) => world.ids.registers.find((one) => one.name === name)!.id;
  /** A cashier's sale as it is now: of three units, unless it says otherwise. */
  const ring = (id: string, { quantity = 3, ...life }: Life, at = 'Counter') => {
    const tax = { id: world.settings.webOrders[0].tax, amount: 0 };
    const override = { _metadata: { is_price_override: true } };
    const line = { product: { id: item }, quantity, pricing: { price: 5 }, tax, ...override };
    const source = { author_id: world.ids.users[0].id, register_id: register(at) };
    return { id, source, line_items: [line], payments: [], ...life };
  };
  const begin = (id: string, life: Life, at?: string) => client.post('post', '/sales', ring(id, life, at));
  const goOn = (id: string, life: Life) =>
    client.put(
      'post',
      `/sales/${id}`,
      life.state === 'voided' ? { ...ring(id, life), line_items: undefined } : ring(id, life),
    );

  it('says nothing of what charges are recorded under: it lies on no shelf, whoever sells it or takes it back', async () => {
    const { productId } = await world.ask<{ productId: string }>('/product', {
      sku: 'CHARGES',
      name: 'Shipping',
      price: 5,
      tracked: false,
    });
    const settings = { ...world.settings, chargesProduct: productId };
    const charging = new TillRig(new XSeriesAdapter(settings, { token: world.token }));
    await charging.cycle.begin();
    await world.ask('/till/sale', {
      outlet: 'Main',
      lines: [
        { sku: world.skuOf(item), quantity: 1 },
        { sku: 'CHARGES', quantity: 1 },
      ],
    });
    await world.ask('/till/return', { outlet: 'Main', lines: [{ sku: 'CHARGES', quantity: 1 }] });
    await charging.readAll();
    const told = await charging.factsOf<TillStockObserved>('till.stock_observed');
    expect(new Set(told.map(({ externalId }) => externalId))).toEqual(new Set([item]));
    expect((await charging.records(item)).map(({ effect }) => effect)).toContain(-1);
    expect(charging.complaints).toEqual([]);
  });

  /** Everything was told: the records explain the level, to the unit. */
  const expectExplained = async (level: number) => {
    await rig.readAll();
    const book = new StockBook();
    for (const found of await rig.stock(item)) book.take(found);
    expect([await world.level(item), book.level, book.expected()]).toEqual([level, level, level]);
  };

  it.each<[string, Life[], number]>([
    ['parked, it takes nothing', [parked], 10],
    [
      'parked, changed and closed, it takes what it has in the end',
      [parked, { ...parked, quantity: 5 }, { ...closed, quantity: 2 }],
      8,
    ],
    ['parked and given up, it has taken nothing', [parked, voided], 10],
    ['closed and voided, it gives back', [closed, voided], 10],
    [
      'on account, it takes at once and not again when paid',
      [pending('onaccount'), { ...closed, attributes: ['onaccount'] }],
      7,
    ],
    ['a layby takes at once and not again when fetched', [pending('layby'), { ...closed, attributes: ['layby'] }], 7],
    ['a layby that is cancelled gives back', [pending('layby'), voided], 10],
    [
      'a delivery takes at once and not again when dispatched',
      [pending('delivery'), { ...closed, attributes: ['delivery'] }],
      7,
    ],
    ['a pickup that is not fetched gives back', [pending('pickup'), voided], 10],
    ['a service takes nothing before it is done', [pending('service')], 10],
    ['a service takes when done', [pending('service'), { ...closed, attributes: ['service'] }], 7],
    ['pending without more takes nothing before it is closed', [pending(), closed], 7],
    ['more units take nothing before, of one still parked', [parked, { ...parked, quantity: 9 }], 10],
  ])('%s', async (_what, [first, ...rest], level) => {
    const id = randomUUID();
    await begin(id, first);
    for (const life of rest) {
      await rig.readAll();
      await goOn(id, life);
    }
    await expectExplained(level);
  });

  it.each<[string, Life[], number]>([
    ['sold and voided', [closed, voided], 10],
    ['parked, laid by and fetched', [parked, pending('layby'), { ...closed, attributes: ['layby'] }], 7],
  ])('%s before anybody has looked, is as it ended', async (_what, [first, ...rest], level) => {
    const id = randomUUID();
    await begin(id, first);
    for (const life of rest) await goOn(id, life);
    await expectExplained(level);
  });

  it('owes what a delivery could not take, and has it gone for everybody else', async () => {
    await open(2);
    await begin(randomUUID(), pending('delivery'));
    await rig.readAll();
    expect((await rig.stock(item)).at(-1)).toMatchObject({ row: { level: -1 } });
    expect((await rig.records(item)).map(({ effect }) => effect)).toContain(-3);
  });

  it('returned with its receipt is no return before that is closed', async () => {
    const id = randomUUID();
    await begin(id, closed);
    await rig.readAll();
    const answer = (await client.post('post', `/sales/${id}/actions/return`, {})) as { data: { id: string } };
    await expectExplained(7);
    await goOn(answer.data.id, { ...closed, quantity: -3 });
    await expectExplained(10);
  });

  it('exchanged, has units that go and units that come, each for itself', async () => {
    const gone = item;
    await open();
    const back = item;
    const id = randomUUID();
    const [going, coming] = [gone, back].map((product, index) => {
      const [line] = ring(id, closed).line_items;
      return { ...line, product: { id: product }, quantity: index === 0 ? 2 : -1 };
    });
    await client.post('post', '/sales', { ...ring(id, closed), line_items: [going, coming] });
    await expectExplained(11);
    item = gone;
    await expectExplained(8);
    expect((await rig.records(back)).map(({ kind }) => kind)).toContain('return');
  });

  it('returned at another outlet, without a receipt, changes nothing where it was bought', async () => {
    await begin(randomUUID(), closed);
    await begin(randomUUID(), { ...closed, quantity: -3 }, 'Other');
    await expectExplained(7);
  });

  it('is explained whatever is read first, and however often', async () => {
    const next: Record<string, Life[]> = {
      parked: [
        parked,
        { ...parked, quantity: 1 },
        closed,
        voided,
        pending('layby'),
        pending('onaccount'),
        pending('pickup'),
      ],
      pending: [closed, voided],
      closed: [voided],
      voided: [],
    };
    const step = fc.record({
      sale: fc.nat(2),
      choice: fc.nat(9),
      look: fc.constantFrom('records', 'rows', 'all', 'nothing'),
    });
    const looks: Record<string, () => Promise<unknown>> = {
      records: () => rig.cycle.takeRecords(),
      rows: () => rig.cycle.takeRows({ feed: true }),
      all: () => rig.readAll(),
      nothing: async () => undefined,
    };
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        await open(40);
        const sales = [0, 1, 2].map(() => ({ id: randomUUID(), life: null as Life | null }));
        for (const { sale: index, choice, look } of steps) {
          const sale = sales[index];
          const choices =
            sale.life === null ? [parked, closed, pending('delivery'), pending('layby')] : next[sale.life.state];
          const life = choices[choice % (choices.length || 1)];
          if (life === undefined) continue;
          await (sale.life === null ? begin(sale.id, life) : goOn(sale.id, life));
          sale.life = life;
          await looks[look]();
        }
        await expectExplained(await world.level(item));
      }),
      { numRuns: 12 },
    );
  });
});
