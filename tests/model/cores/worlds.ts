import type { Envelope } from '@tillbridge/contracts';
import type { OrderState } from '../../../apps/inventory-core/src/ledger/ledger';
import { at, listed, ordered, tillSells } from '../../../apps/inventory-core/src/ledger/paper-core';
import { holds, unsafe, type Expectation } from '../expectation';
import type { World } from '../explore';
import { beginning, isQuiet, stepsOf, type Life, type Rules, type Stock } from './life';

// Two instances of the core and one database: whoever decided on what somebody else has changed meanwhile decides again.

const rules: Rules = { items: true, orders: true, inbox: true };

interface Scene {
  readonly name: string;
  readonly units: number;
  readonly facts: readonly Envelope[];
  /** Where it is not known yet which item a store means. */
  readonly linked?: false;
}

const listings = [
  ['store-a', 'a-1'],
  ['store-b', 'b-1'],
] as const;

function world({ name, units, facts, linked }: Scene, taken: Partial<Rules> = {}): World<Life> {
  const all = { ...rules, ...taken };
  return {
    name,
    first: beginning(units, linked === false ? [] : listings),
    steps: (life) => stepsOf(life, facts, all),
    wrong: (life) => forgotten(life, facts) ?? disagreeing(life.stock),
    isAtRest: (life) => isQuiet(life, facts),
  };
}

/** What was taken in is known for good. */
function forgotten({ stock, taken }: Life, facts: readonly Envelope[]): string | null {
  for (const { data } of taken.map((index) => facts[index]!)) {
    const { channel, order, cancelledAt } = data as Partial<OrderState>;
    const known = stock.orders.find((each) => each.channel === channel && each.order === order);
    if (order !== undefined && known === undefined) return `order ${order} was taken in and is not known`;
    if (known?.cancelledAt === null && cancelledAt !== null) return `order ${order} was cancelled and is not any more`;
  }
  return null;
}

/** An order and what is set aside for it are committed together, or neither is. What is not linked yet waits. */
function disagreeing({ orders, items }: Stock): string | null {
  const promises = items.flatMap((item) => item.promises);
  for (const { channel, order, cancelledAt, lines, waiting } of orders) {
    const its = promises.filter((promise) => promise.channel === channel && promise.order === order);
    const wanted = lines.reduce((sum, { current }) => sum + current, 0);
    const owed = its.reduce((sum, promise) => sum + promise.owed, 0) + (waiting.length > 0 ? wanted : 0);
    if (its.length > lines.length) return `order ${order} is set aside twice`;
    if (cancelledAt !== null && owed > 0) return `order ${order} is cancelled and ${owed} units are set aside for it`;
    if (cancelledAt === null && owed !== wanted) return `order ${order} wants ${wanted}, and ${owed} are set aside`;
  }
  return null;
}

const line = (more: object = {}) => ({ line: '1', externalId: 'a-1', ...more });
const order = (seconds: number, more: object = {}, of: object = {}) =>
  ordered('store-a', '1', [line(of)], { placedAt: at(10), updatedAt: at(seconds), ...more });

const placed = order(10);
const cancelled = order(20, { cancelledAt: at(20) }, { current: 0, restocked: 1 });
const grown = order(15, {}, { ordered: 2, current: 2 });
const unrouted = order(10, {}, { storeLocation: null });
const rival = ordered('store-b', '2', [{ line: '1', externalId: 'b-1' }], { seconds: 11 });

const cancelling: Scene = { name: 'an order and its cancellation', units: 1, facts: [placed, cancelled] };
const unlinked: Scene = {
  name: 'an order and its cancellation, while its item is being linked',
  units: 1,
  facts: [placed, cancelled, listed('store-a', 'a-1', 'SKU-1')],
  linked: false,
};
const rivals: Scene = { name: 'two orders for one unit', units: 1, facts: [placed, rival] };

const right = [
  world(cancelling),
  world(unlinked),
  world(rivals),
  world({ name: 'two copies of an order, one without its place', units: 1, facts: [unrouted, placed] }),
  world({ name: 'an order, an edit and a cancellation', units: 2, facts: [placed, grown, cancelled] }),
  world({ name: 'an order, a rival and its cancellation', units: 1, facts: [placed, cancelled, rival] }),
  world({ name: 'an order and a till sale', units: 1, facts: [placed, tillSells('till-1', 'sale:1', 1, 0, 12)] }),
];

const takenBack = [
  world(
    { ...cancelling, name: 'a cancellation that overtakes its order, with no versions' },
    { items: false, orders: false },
  ),
  world({ ...unlinked, name: 'the same while its item is being linked, with no version of orders' }, { orders: false }),
  world({ ...rivals, name: 'two orders for one unit, with no version of items' }, { items: false }),
];

export const coreWorlds: readonly Expectation[] = [...right.map(holds), ...takenBack.map(unsafe)];
