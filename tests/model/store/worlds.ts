import {
  expectedAtStore,
  missingAtStore,
  planPush,
  settlePush,
  takeStoreRead,
  type Desired,
  type StoreMirror,
} from '@tillbridge/level-mirror';
import { holds, stuck, unsafe, type Expectation } from '../expectation';
import type { World } from '../explore';
import { beginning, canSell, canonical, unsold, type Budget, type StoreLife } from './life';
import { saidOf } from './core';
import { gatewayRules, type GatewayRules } from './rules';
import { isAtRest, stepsOf } from './steps';

function world(
  name: string,
  units: number,
  budget: Partial<Budget>,
  rules: Partial<GatewayRules> = {},
): World<StoreLife> {
  const all = { ...gatewayRules, ...rules };
  return {
    name,
    first: canonical(beginning(units, budget)),
    steps: (life) => stepsOf(life, all),
    wrong: sellsTwice,
    isAtRest,
    statesMax: 400_000,
  };
}

/** What somebody added by hand may be sold until it is taken off, and what the till sold until the store hears of that. */
function sellsTwice(life: StoreLife): string | null {
  const most = Math.max(0, unsold(life)) + life.raisedByHand + life.tillSold;
  return canSell(life) > most ? `it can sell ${canSell(life)}, and ${most} are unsold` : null;
}

/** A person may take an order that nobody has heard of for a loss, however much was asked. */
const acceptsBlindly: Partial<GatewayRules> = { words: ['accepted'], saidOnly: 'at any time' };

const right = [
  world('two orders for two units', 2, { buys: 2 }),
  world('two orders for two units, one of them cancelled', 2, { buys: 2, cancels: 1 }),
  world('two orders and a till sale', 3, { buys: 2, tillSales: 1 }),
  world('two orders, and one unit added by hand', 1, { buys: 2, raisesByHand: 1 }),
  world('two orders, and one unit taken off by hand', 2, { buys: 2, lowersByHand: 1 }),
  world('an order that is cancelled, and one unit added by hand', 1, { buys: 1, cancels: 1, raisesByHand: 1 }),
  world('an order that is cancelled, and one unit taken off by hand', 2, { buys: 1, cancels: 1, lowersByHand: 1 }),
  world('an order, one unit added and one taken off by hand', 1, { buys: 1, raisesByHand: 1, lowersByHand: 1 }),
  world('what was taken off by hand is accepted', 2, { buys: 1, lowersByHand: 1, words: 1 }, { words: ['accepted'] }),
  world('what was taken off by hand is dismissed', 2, { buys: 1, lowersByHand: 1, words: 1 }, { words: ['dismissed'] }),
  world('an order is accepted as gone before anybody has heard of it', 2, { buys: 2, words: 1 }, acceptsBlindly),
  world(
    'an order that is cancelled is accepted as gone before anybody has heard of it',
    2,
    { buys: 1, cancels: 1, words: 1 },
    acceptsBlindly,
  ),
  world(
    'an order and what was taken off by hand are accepted as gone, one after the other',
    3,
    { buys: 1, lowersByHand: 1, words: 2 },
    acceptsBlindly,
  ),
];

/** Takes what is shown for what is explained. */
function adopting(mirror: StoreMirror, read: { token: number; level: number }): StoreMirror {
  const taken = takeStoreRead(mirror, read);
  return { ...taken, base: (taken.base ?? 0) + taken.residual, residual: 0, claim: 0 };
}

/** Takes the target for the level, whatever else moved it meanwhile. */
function assigning(mirror: StoreMirror, outcome: 'applied' | 'refused'): StoreMirror {
  const settled = settlePush(mirror, outcome);
  if (outcome === 'refused') return settled;
  const away = (mirror.open?.to ?? 0) - (expectedAtStore(settled) ?? 0) - settled.residual;
  return { ...settled, pushed: settled.pushed + away };
}

const withCounted = (desired: Desired, counted: Partial<Desired['counted']>): Desired => ({
  ...desired,
  counted: { ...desired.counted, ...counted },
});

const takenBack = [
  world('taking what is read for explained', 2, { buys: 1 }, { takesIn: adopting }),
  world(
    'counting on the core to have counted every order',
    2,
    { buys: 1 },
    {
      plans: (mirror, desired) => planPush(mirror, withCounted(desired, { ordersSeen: mirror.ordered })),
    },
  ),
  world('taking the target of a push for the level', 2, { buys: 2, cancels: 1 }, { settles: assigning }),
  world('taking a lost answer for a refusal', 2, { buys: 2, cancels: 1 }, { takesSilenceFor: 'refused' }),
  world(
    'giving back what is missing after a while, though an order may stand behind it',
    1,
    { buys: 1 },
    {
      concludes: ({ mirror }) => (mirror.dirty || mirror.open !== null ? 0 : mirror.residual),
      plans: (mirror, desired) => planPush(mirror, withCounted(desired, { claim: missingAtStore(mirror), edits: 0 })),
    },
  ),
];

/** Books what is left over at once, as if nobody could still tell why. */
const concludesAtOnce: Partial<GatewayRules> = {
  concludes: ({ mirror }) => (mirror.dirty || mirror.open !== null ? 0 : Math.max(0, mirror.residual)),
};

const concludedTooSoon = [
  world(
    'taking a cancellation that is not heard of yet for units added by hand',
    1,
    { buys: 1, cancels: 1 },
    concludesAtOnce,
  ),
];

const saidWrongly = [
  world(
    'dismissing what is missing before every order was asked for',
    1,
    { buys: 1, words: 1 },
    { words: ['dismissed'], saidOnly: 'at any time' },
  ),
  world(
    'ending the claim of what is gone without taking it off at the till',
    2,
    { lowersByHand: 1, words: 1 },
    {
      words: ['accepted'],
      says: (life, word) => {
        const said = saidOf(life, word);
        return said && { ...said, adjusted: life.adjusted };
      },
    },
  ),
];

export const storeWorlds: readonly Expectation[] = [
  ...right.map(holds),
  ...takenBack.map(unsafe),
  ...saidWrongly.map(unsafe),
  ...concludedTooSoon.map(stuck),
];
