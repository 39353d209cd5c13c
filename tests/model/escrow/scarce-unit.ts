import { newStoreLevel } from '@tillbridge/gateway-kit';
import {
  emptyItem,
  policyDefaults,
  type EscrowRules,
  type ShopLayout,
  type StorePlace,
} from '@tillbridge/stock-domain';
import type { World } from '../explore';
import { canonical } from './canonical';
import { decided, decidingBy, tillRead } from './core';
import { stepsOf } from './life';
import { Packing, type Packed } from './packed';
import { ownRules, type Rules } from './rules';
import { isAtRest, wrongWith } from './safety';
import type { Setting } from './setting';
import { location, type Cancelled, type State, type Store, type ToCome } from './state';

export interface ScarceUnit {
  readonly name: string;
  readonly units: number;
  readonly toCome: Partial<ToCome>;
  /** What of that has happened before anything else does, by the labels of its steps. */
  readonly underWay?: readonly string[];
  /** Where they are not the product's own. */
  readonly rules?: Partial<Rules>;
  /** How units are dealt; where nothing is said, all that is there counts as scarce. */
  readonly escrow?: Partial<EscrowRules>;
  readonly newRules?: { readonly label: string; readonly escrow: Partial<EscrowRules> };
  readonly cancelled?: Cancelled;
  readonly excusesTill?: boolean;
}

const channels = ['store A', 'store B'];
const places: readonly StorePlace[] = channels.map((channel) => ({
  channel,
  storeLocation: `place of ${channel}`,
  serves: [location],
}));

const always = { floorUnits: 100, latencyFloorMs: 0 };
const preferred = {
  label: 'the shop prefers the other store',
  escrow: { shares: { 'store B': { weight: 100, floorUnits: 0 } } },
};
const nothingToCome: ToCome = {
  orders: 0,
  cancels: 0,
  tillSales: 0,
  newRules: 0,
  losses: 0,
  disorder: 0,
  handRaises: 0,
  handLowerings: 0,
  reads: 0,
};

/** More are too many for a run that is to end while somebody waits. */
const statesMax = 300_000;

/** Every life of one item at one location that two stores sell. */
export function scarceUnit(of: ScarceUnit): World<Packed> {
  const packing = new Packing();
  const toCome = { ...nothingToCome, ...of.toCome };
  const setting = settingOf(of, toCome.newRules);
  return {
    name: of.name,
    first: packing.pack(firstOf(of, { ...quiet(opened(of.units, setting), setting), toCome }, setting)),
    *steps(packed) {
      const state = packing.unpack(packed);
      for (const [label, next] of stepsOf(state, setting)) yield [label, packing.pack(canonical(next, state))];
    },
    wrong: (packed) => wrongWith(packing.unpack(packed), setting),
    isAtRest: (packed) => isAtRest(packing.unpack(packed), setting),
    statesMax,
  };
}

function settingOf({ newRules = preferred, ...of }: ScarceUnit, times: number): Setting {
  const rules = { ...ownRules, ...of.rules };
  return {
    rules,
    decide: decidingBy(rules),
    layouts: [layoutOf(1, of.escrow), layoutOf(2, { ...of.escrow, ...newRules.escrow })],
    newRules: { times, label: newRules.label },
    cancelled: of.cancelled ?? 'put back',
    excusesTill: of.excusesTill ?? true,
  };
}

function layoutOf(version: number, escrow: Partial<EscrowRules> = {}): ShopLayout {
  const rules = { ...policyDefaults.escrow, ...always, ...escrow };
  return {
    policy: { ...policyDefaults, version, tillSettleMs: 0, arbitrationWindowMs: 0, escrow: rules },
    places,
    sellers: new Set(),
    ranks: new Map(channels.map((channel, rank) => [channel, rank])),
  };
}

function firstOf({ underWay = [] }: ScarceUnit, start: State, setting: Setting): State {
  return underWay.reduce((state, wanted) => {
    const step = [...stepsOf(state, setting)].find(([label]) => label === wanted);
    if (step === undefined) throw new Error(`nothing like "${wanted}" can happen`);
    return canonical(step[1]);
  }, start);
}

/** The till has told the level for the first time, and the stores show nothing yet. */
function opened(shelf: number, setting: Setting): State {
  const stores = places.map(emptyStore);
  const core = emptyItem('item');
  const toCome = { ...nothingToCome, newRules: setting.newRules.times };
  const state = { shelf, sold: 0, soldUnheard: 0, core, stores, toCome, isEstablished: false, broken: null };
  return decided(state, tillRead(core, state, setting.layouts[0]), setting);
}

function emptyStore({ channel, storeLocation }: StorePlace): Store {
  const level = newStoreLevel({ channel, externalId: 'listing', storeLocation });
  return {
    channel,
    storeLocation,
    shows: 0,
    orders: [],
    added: 0,
    takenOff: 0,
    level: { ...level, levelRef: 'level', itemId: 'item', readDueAt: new Date(0) },
    read: null,
    isPolled: false,
    calls: [],
    toCore: [],
    toGateway: [],
  };
}

/** Everything arrives and everything is done, until nothing more happens. */
function quiet(start: State, setting: Setting): State {
  let state = canonical(start);
  for (;;) {
    const [own] = [...stepsOf(state, setting)].filter(([label]) => !label.startsWith('~'));
    if (own === undefined) return state;
    state = canonical(own[1]);
  }
}
