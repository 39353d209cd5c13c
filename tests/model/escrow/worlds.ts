import { holds, stuck, unsafe, type Expectation } from '../expectation';
import { scarceUnit, type ScarceUnit } from './scarce-unit';
import {
  neverTakesBack,
  onlyAcknowledged,
  onlyNewestNumber,
  overtaken,
  provedByLess,
  readIsTruth,
  shareAtOnce,
  takenForDone,
  unproved,
  withoutMissing,
  withoutPutBack,
} from './worse';

const shared = { floorUnits: 0 };
const nowDealt = { label: 'the shop has the units dealt out', escrow: { floorUnits: 100 } };
const keptForTill = { tillBuffer: 1 };
/** So that a unit really moves when the shop thinks otherwise, and back when it does again. */
const allToA = { shares: { 'store A': { weight: 100, floorUnits: 0 } } };

/** The product's own rules. */
const right: readonly ScarceUnit[] = [
  { name: 'one unit is moved to the other store', units: 1, toCome: { orders: 2, newRules: 1 } },
  { name: 'one unit is moved and moved back', units: 1, toCome: { newRules: 2, losses: 1 }, escrow: allToA },
  {
    name: 'one unit is moved and moved back, while it is sold',
    units: 1,
    toCome: { orders: 1, newRules: 2 },
    escrow: allToA,
  },
  { name: 'two units, one in each store, are moved', units: 2, toCome: { orders: 2, newRules: 1 } },
  { name: 'an answer is lost', units: 1, toCome: { orders: 1, newRules: 1, losses: 1 } },
  { name: 'two answers are lost', units: 1, toCome: { orders: 1, newRules: 1, losses: 2 } },
  { name: 'facts come twice, or late', units: 1, toCome: { orders: 1, newRules: 1, disorder: 1 } },
  { name: 'levels are read at any moment', units: 1, toCome: { orders: 1, newRules: 1, reads: 1 } },
  { name: 'a cancelled order puts its unit back', units: 1, toCome: { orders: 2, cancels: 1 } },
  {
    name: 'a cancelled order puts its unit back, and it is moved',
    units: 1,
    toCome: { orders: 1, cancels: 1, newRules: 1 },
  },
  {
    name: 'a cancelled order does not put its unit back',
    units: 1,
    toCome: { orders: 2, cancels: 1 },
    cancelled: 'not put back',
  },
  {
    name: 'a cancelled order does not put its unit back, and it is moved',
    units: 1,
    toCome: { orders: 1, cancels: 1, newRules: 1 },
    cancelled: 'not put back',
  },
  { name: 'units become scarce by a sale', units: 2, toCome: { orders: 2 }, escrow: { floorUnits: 1 } },
  {
    name: 'units become scarce by a till sale',
    units: 2,
    toCome: { orders: 1, tillSales: 1 },
    escrow: { floorUnits: 1 },
  },
  {
    name: 'units that were shared are dealt out',
    units: 2,
    toCome: { orders: 1, newRules: 1 },
    escrow: shared,
    newRules: nowDealt,
  },
  { name: 'the till sells a dealt unit', units: 2, toCome: { orders: 1, tillSales: 1 } },
  { name: 'the till sells a unit that is moved', units: 1, toCome: { orders: 1, tillSales: 1, newRules: 1 } },
  {
    name: 'the till sells the unit that is kept back for it',
    units: 2,
    toCome: { orders: 2, tillSales: 1 },
    escrow: keptForTill,
    excusesTill: false,
  },
];

/** Somebody changes what a store shows, behind our back: a raise is taken back, a lowering is kept as a claim. */
const byHand: readonly ScarceUnit[] = [
  { name: 'somebody adds a unit by hand', units: 1, toCome: { orders: 1, handRaises: 1 } },
  { name: 'somebody adds a unit by hand while one is moved', units: 1, toCome: { newRules: 1, handRaises: 1 } },
  { name: 'somebody takes a unit off by hand', units: 2, toCome: { orders: 1, handLowerings: 1 } },
  { name: 'somebody takes a unit off by hand while one is moved', units: 2, toCome: { newRules: 1, handLowerings: 1 } },
];

/** What looks like an edit and is none: the store's search shows the cancelled order behind it too late. */
const missedByPoll: ScarceUnit = {
  name: 'a cancelled order that a poll misses is taken for a unit added by hand, and is none in the end',
  units: 1,
  toCome: { orders: 1, cancels: 1, reads: 1 },
  rules: { pollFindsAll: false },
};

/** One rule taken out of each; the name says which. */
const worse: readonly ScarceUnit[] = [
  {
    name: 'a store counts with what it acknowledged last, not with what it was told since',
    units: 1,
    toCome: { newRules: 2 },
    rules: { remembers: onlyAcknowledged },
  },
  {
    name: 'a number that a newer one has replaced is forgotten, though it may have left',
    units: 1,
    toCome: { newRules: 2 },
    escrow: allToA,
    rules: { remembers: onlyNewestNumber },
  },
  {
    name: 'a unit is given on before the store that had it is known to be lowered',
    units: 1,
    toCome: { newRules: 1 },
    rules: { remembers: takenForDone },
  },
  {
    name: 'a store is raised to its share, whatever the others may show',
    units: 1,
    toCome: { newRules: 1 },
    rules: { understands: shareAtOnce },
  },
  {
    name: 'a lowering counts as done before a read has proved it',
    units: 1,
    toCome: { orders: 1, newRules: 1 },
    rules: { understands: unproved },
  },
  {
    name: 'a push whose answer is lost counts as not done',
    units: 1,
    toCome: { newRules: 2, losses: 1 },
    escrow: allToA,
    rules: { afterLoss: 'takes it for not done' },
  },
  {
    name: 'a push whose answer is lost is sent again under a new key',
    units: 1,
    toCome: { orders: 1, newRules: 1, losses: 1 },
    rules: { afterLoss: 'sends it under a new key' },
  },
  {
    name: 'a read counts although the order or cancellation behind it was seen meanwhile',
    units: 1,
    toCome: { orders: 1, cancels: 1, newRules: 1, reads: 1 },
    rules: { takesRead: overtaken },
  },
  {
    name: 'a level that reads as wanted counts as explained, once shared units are dealt out',
    units: 2,
    toCome: { orders: 2, newRules: 1 },
    escrow: shared,
    newRules: nowDealt,
    rules: { takesRead: readIsTruth },
  },
  {
    name: 'the unit of a cancelled order is free for the other store, though its own has put it back',
    units: 1,
    toCome: { orders: 1, cancels: 1, newRules: 1 },
    rules: { remembers: withoutPutBack },
  },
  {
    name: 'units that one store misses are given to the other',
    units: 1,
    toCome: { orders: 1, reads: 1, newRules: 1 },
    rules: { remembers: withoutMissing },
  },
  {
    name: 'no unit is kept back for the till',
    units: 1,
    toCome: { orders: 1, tillSales: 1 },
    excusesTill: false,
  },
  {
    name: 'the till sells one more than is kept back for it',
    units: 2,
    toCome: { orders: 2, tillSales: 2 },
    escrow: keptForTill,
    excusesTill: false,
  },
];

const losesUnits: ScarceUnit = {
  name: 'a lowering whose answer is lost counts as not done, and takes a unit off twice',
  units: 1,
  toCome: { newRules: 1, losses: 1 },
  rules: { afterLoss: 'takes it for not done' },
};

/** Two orders of the same unit, one after the other, are behind what its store shows when it is lowered. */
const soldAgain: ScarceUnit = {
  name: 'a unit is put back and sold again, unseen, while it is moved',
  units: 1,
  toCome: { orders: 2, cancels: 1, newRules: 1 },
  underWay: [
    '~the shop prefers the other store',
    '~store A sells one',
    '~order 1 of store A is cancelled, its unit put back',
    '~store A sells one',
    'the gateway of store A is told to show 0',
    'the gateway of store A sends 1 to 0',
    'store A is asked for 1 to 0: it shows -1',
    'the gateway of store A hears that 1 to 0 was applied',
  ],
};

export const escrowWorlds: readonly Expectation[] = [
  ...[...right, ...byHand, missedByPoll].map((world) => holds(scarceUnit(world))),
  ...worse.map((world) => unsafe(scarceUnit(world))),
  stuck(scarceUnit(losesUnits)),
  stuck(
    scarceUnit({
      ...missedByPoll,
      name: 'an edit that was a cancelled order is never taken back',
      rules: { ...missedByPoll.rules, concludes: neverTakesBack },
    }),
  ),
  holds(scarceUnit(soldAgain)),
  unsafe(
    scarceUnit({ ...soldAgain, name: 'less than nothing proves what is left', rules: { takesRead: provedByLess } }),
  ),
];
