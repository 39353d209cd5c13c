import type { PublishedAvailability } from '@tillbridge/stock-domain';
import { asked, concluded, isReadDue, mayPoll, newestOf, readTaken, seen, told } from './gateway';
import type { Setting } from './setting';
import { spend, withStore, type State, type Step } from './state';

/** A gateway sees an order, hears from the core, asks its store what it shows, or takes in what it was answered. */
export function* gatewaySteps(state: State, at: number, setting: Setting): Iterable<Step> {
  yield* orderSteps(state, at);
  yield* readSteps(state, at, setting);
  yield* conclusionSteps(state, at, setting);
  const store = state.stores[at]!;
  const [first] = store.toGateway;
  if (first === undefined) return;
  const next = withStore(state, at, told(store, setting.rules));
  yield [`the gateway of ${store.channel} is told to show ${numbersOf(first)}`, next];
}

function* orderSteps(state: State, at: number): Iterable<Step> {
  const store = state.stores[at]!;
  for (const [order, { seen: known, ...rest }] of store.orders.entries())
    for (let edition = known + 1; edition <= newestOf(rest); edition += 1) {
      const what = `order ${order + 1}${edition > 1 ? ', cancelled' : ''}`;
      yield [`the gateway of ${store.channel} sees ${what}`, withStore(state, at, seen(store, order, edition))];
    }
}

function* readSteps(state: State, at: number, { rules }: Setting): Iterable<Step> {
  const store = state.stores[at]!;
  const gateway = `the gateway of ${store.channel}`;
  if (store.read !== null) {
    yield [`${gateway} takes in that it shows ${store.read.level}`, withStore(state, at, readTaken(store, rules))];
    return;
  }
  const next = withStore(state, at, asked(store));
  const label = `${gateway} asks what it shows: ${store.shows}`;
  if (isReadDue(store)) yield [label, next];
  else if (state.toCome.reads > 0 && store.level.mirror.open === null) yield [`~${label}`, spend(next, 'reads')];
}

function* conclusionSteps(state: State, at: number, { rules }: Setting): Iterable<Step> {
  const store = state.stores[at]!;
  if (mayPoll(store, rules)) {
    const label = `the gateway of ${store.channel} asks for orders and finds nothing`;
    yield [label, withStore(state, at, { isPolled: true })];
  }
  const units = rules.concludes(store);
  if (units !== 0)
    yield [`the gateway of ${store.channel} books ${units} as an edit`, withStore(state, at, concluded(store, units))];
}

const numbersOf = ({ lowerTo, raiseTo }: PublishedAvailability): string =>
  lowerTo === raiseTo ? `${raiseTo}` : `${raiseTo} to ${lowerTo}`;
