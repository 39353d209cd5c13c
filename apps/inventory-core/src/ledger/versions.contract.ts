import type { Reservation } from './reservation';
import { keyOf, noReferences, type Changes, type Loaded, type References } from './ledger';
import type { LedgerWorld } from './ledger.contract';
import { noChanges, ordered, paperShop } from './paper-core';
import { PaperDay } from './paper-day';

const cart: Reservation = {
  id: '01932f6e-7c00-7d30-8a10-5a2c3e4f5a6b',
  channel: 'store-a',
  version: 0,
  cart: 'a'.repeat(64),
  asOf: 0,
  state: 'held',
  lines: [],
  expiresAt: 1_000,
  paid: false,
  reference: null,
};

/** What is stale is rolled back and comes again; then it is not written any more. */
export function writeOnce({ uow, ledger }: LedgerWorld, changes: Partial<Changes>): Promise<'written' | 'stale'> {
  return uow.run(async (tx) => {
    if (tx.isAgain) return 'stale';
    await ledger.save(tx, { ...noChanges, ...changes });
    return 'written';
  });
}

/** Of two batches that have read the same only one is written, also where no item tells them apart. On any ledger. */
export function versionsContract(open: () => Promise<LedgerWorld>): void {
  let world: LedgerWorld;
  let day: PaperDay;
  beforeEach(async () => {
    world = await open();
    day = new PaperDay(world, paperShop);
  });
  afterEach(() => world.close());

  const read = (references: Partial<References>): Promise<Loaded> =>
    world.uow.run((tx) => world.ledger.load(tx, { ...noReferences, ...references }));
  const write = (changes: Partial<Changes>) => writeOnce(world, changes);

  it('an order that another batch has written meanwhile makes a batch stale', async () => {
    await day.take([ordered('store-a', '1', [{ line: '1', externalId: 'unlinked' }])]);
    const key = { channel: 'store-a', order: '1' };
    const row = (await read({ orders: [key] })).orders.get(keyOf(key.channel, key.order))!;
    const orders = [{ row, isNew: false }];
    expect([await write({ orders }), await write({ orders })]).toEqual(['written', 'stale']);
  });

  it('so does a reservation', async () => {
    expect(await write({ reservations: [{ row: cart, isNew: true }] })).toBe('written');
    const row = (await read({ reservations: [cart.id] })).reservations.get(cart.id)!;
    const reservations = [{ row, isNew: false }];
    expect([await write({ reservations }), await write({ reservations })]).toEqual(['written', 'stale']);
  });
}
