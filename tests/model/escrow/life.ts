import { decided, heard, tillRead } from './core';
import { gatewaySteps } from './gateway-steps';
import { pushSteps } from './push-steps';
import { layoutOf, type Setting } from './setting';
import { spend, withStore, type State, type Step, type Store, type Told } from './state';

export function* stepsOf(state: State, setting: Setting): Iterable<Step> {
  yield* shopSteps(state, setting);
  for (const at of state.stores.keys()) {
    yield* buyerSteps(state, at, setting);
    yield* handSteps(state, at);
    yield* gatewaySteps(state, at, setting);
    yield* pushSteps(state, at, setting);
    yield* coreSteps(state, at, setting);
    yield* disorderSteps(state, at);
  }
}

/** The till sells, the core hears of it, and the shop thinks otherwise of how units are dealt. */
function* shopSteps(state: State, setting: Setting): Iterable<Step> {
  const { toCome, shelf, sold, soldUnheard, core } = state;
  if (toCome.tillSales > 0 && shelf > 0) {
    const next = { ...state, shelf: shelf - 1, sold: sold + 1, soldUnheard: soldUnheard + 1 };
    yield ['~the till sells one', spend(next, 'tillSales')];
  }
  if (soldUnheard > 0) {
    const item = tillRead(core, state, layoutOf(setting, state));
    yield ['the core hears of the till sale', decided({ ...state, soldUnheard: 0 }, item, setting)];
  }
  if (toCome.newRules > 0) yield [`~${setting.newRules.label}`, decided(spend(state, 'newRules'), core, setting)];
}

function* buyerSteps(state: State, at: number, { cancelled }: Setting): Iterable<Step> {
  const store = state.stores[at]!;
  const { channel, shows, orders } = store;
  if (state.toCome.orders > 0 && shows > 0) {
    const more = { shows: shows - 1, orders: [...orders, { cancelled: null, seen: 0 }] };
    yield [`~${channel} sells one`, spend(withStore(state, at, more), 'orders')];
  }
  if (state.toCome.cancels === 0) return;
  const back = cancelled === 'put back' ? 1 : 0;
  for (const order of orders.filter((each) => each.cancelled === null)) {
    const after = orders.map((each) => (each === order ? { ...each, cancelled } : each));
    const next = withStore(state, at, { shows: shows + back, orders: after });
    const label = `~order ${orders.indexOf(order) + 1} of ${channel} is cancelled, its unit ${cancelled}`;
    yield [label, spend(next, 'cancels')];
  }
}

/** Somebody changes what a store shows, behind our back. */
function* handSteps(state: State, at: number): Iterable<Step> {
  const { channel, shows, added, takenOff } = state.stores[at]!;
  if (state.toCome.handRaises > 0) {
    const next = withStore(state, at, { shows: shows + 1, added: added + 1 });
    yield [`~somebody adds one to ${channel} by hand`, spend(next, 'handRaises')];
  }
  if (state.toCome.handLowerings > 0 && shows > 0) {
    const next = withStore(state, at, { shows: shows - 1, takenOff: takenOff + 1 });
    yield [`~somebody takes one off ${channel} by hand`, spend(next, 'handLowerings')];
  }
}

function* coreSteps(state: State, at: number, setting: Setting): Iterable<Step> {
  const store = state.stores[at]!;
  const [first, ...toCore] = store.toCore;
  if (first === undefined) return;
  const item = heard(state.core, first, store, layoutOf(setting, state));
  const next = decided(withStore(state, at, { toCore }), item, setting);
  yield [`the core hears of ${store.channel}: ${textOf(first)}`, next];
}

function textOf(told: Told): string {
  if (told.kind === 'claim') return `${told.report.claim} missing`;
  if (told.kind === 'settled') return `it shows ${told.level.shown}`;
  return `order ${told.order + 1}${told.cancelled === null ? '' : ', cancelled'}`;
}

/** The first of the facts that are on their way comes later than the next, or comes twice. */
function* disorderSteps(state: State, at: number): Iterable<Step> {
  if (state.toCome.disorder === 0) return;
  const { channel, toCore, toGateway } = state.stores[at]!;
  const next = (change: Partial<Store>): State => spend(withStore(state, at, change), 'disorder');
  for (const facts of disordered(toCore)) yield [`~facts of ${channel} come twice, or late`, next({ toCore: facts })];
  for (const facts of disordered(toGateway))
    yield [`~facts for ${channel} come twice, or late`, next({ toGateway: facts })];
}

function disordered<Fact>([first, second, ...others]: readonly Fact[]): readonly (readonly Fact[])[] {
  if (first === undefined) return [];
  if (second === undefined) return [[first, first]];
  return [
    [first, second, ...others, first],
    [second, first, ...others],
  ];
}
