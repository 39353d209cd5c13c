import {
  concludeEdit,
  missingAtStore,
  openPush,
  readToken,
  seeStoreFacts,
  shownAtStore,
  type StoreMirror,
} from '@tillbridge/level-mirror';
import { wantedBy } from './core';
import { canonical, unsold, type Budget, type Sale, type StoreLife } from './life';
import type { GatewayRules } from './rules';

type Step = readonly [label: string, next: StoreLife];

/** All that may happen next, at the store, in its gateway, in the core and between them. */
export function* stepsOf(life: StoreLife, rules: GatewayRules): Generator<Step> {
  for (const [label, next] of [...world(life), ...hearing(life), ...reading(life, rules), ...pushing(life, rules)])
    yield [label, canonical(next)];
}

function* world(life: StoreLife): Generator<Step> {
  const { left, sales, shows } = life;
  if (left.buys > 0 && shows > 0)
    yield ['~somebody buys one', { ...spent(life, 'buys'), shows: shows - 1, sales: [...sales, bought] }];
  if (left.tillSales > 0 && unsold(life) > 0)
    yield ['~the till sells one', { ...spent(life, 'tillSales'), shelf: life.shelf - 1, tillSold: life.tillSold + 1 }];
  if (left.raisesByHand > 0)
    yield [
      '~somebody adds one by hand',
      { ...spent(life, 'raisesByHand'), shows: shows + 1, raisedByHand: life.raisedByHand + 1 },
    ];
  if (left.lowersByHand > 0 && shows > 0)
    yield [
      '~somebody takes one off by hand',
      { ...spent(life, 'lowersByHand'), shows: shows - 1, loweredByHand: life.loweredByHand + 1 },
    ];
  for (const [index, { cancelled }] of sales.entries()) {
    if (left.cancels === 0 || cancelled !== 'no') continue;
    const after = spent(life, 'cancels');
    yield [
      `~order ${index + 1} is cancelled and put back`,
      { ...after, shows: shows + 1, sales: withSale(life, index, { cancelled: 'restocked' }) },
    ];
    yield [
      `~order ${index + 1} is cancelled and not put back`,
      { ...after, sales: withSale(life, index, { cancelled: 'not restocked' }) },
    ];
  }
}

const bought: Sale = { seen: false, counted: false, cancelled: 'no', cancelSeen: false, cancelCounted: false };

function* hearing(life: StoreLife): Generator<Step> {
  for (const [index, sale] of life.sales.entries()) {
    const told = (change: Partial<Sale>) => ({ ...life, sales: withSale(life, index, change) });
    const name = `order ${index + 1}`;
    if (!sale.seen) yield [`the gateway sees ${name}`, facts(told({ seen: true }), { ordered: 1, restocked: 0 })];
    else if (sale.cancelled !== 'no' && !sale.cancelSeen) {
      const restocked = sale.cancelled === 'restocked' ? 1 : 0;
      yield [
        `the gateway sees that ${name} was cancelled`,
        facts(told({ cancelSeen: true }), { ordered: 0, restocked }),
      ];
    }
    if (sale.seen && !sale.counted) yield [`the core counts ${name}`, told({ counted: true })];
    else if (sale.cancelSeen && !sale.cancelCounted)
      yield [`the core counts that ${name} was cancelled`, told({ cancelCounted: true })];
  }
  if (life.shelfKnown !== life.shelf) yield ['the core hears of the till sale', { ...life, shelfKnown: life.shelf }];
  if (!isSame(life.heard, life.report)) yield ['the core hears what is missing', { ...life, heard: life.report }];
  const wanted = wantedBy(life);
  if (!isSame(life.desired, wanted)) yield ['the gateway hears what to show', { ...life, desired: wanted }];
}

function* reading(life: StoreLife, rules: GatewayRules): Generator<Step> {
  const { mirror } = life;
  const isDue = mirror.dirty || mirror.lowered || mirror.residual !== 0 || life.shows !== shownAtStore(mirror);
  if (life.reading === null && isDue)
    yield ['the level is read', { ...life, reading: { token: readToken(mirror), level: life.shows } }];
  if (life.reading !== null)
    yield ['the reading is taken in', changed({ ...life, reading: null }, rules.takesIn(mirror, life.reading))];
  const allSeen = life.sales.every(({ seen, cancelled, cancelSeen }) => seen && (cancelled === 'no' || cancelSeen));
  if (mirror.residual !== 0 && !life.polled && allSeen && life.reading === null)
    yield ['a poll of the orders finds nothing', { ...life, polled: true }];
  const units = rules.concludes(life);
  if (units !== 0) yield [`${units} is booked as an edit`, changed(life, concludeEdit(mirror, units))];
}

function* pushing(life: StoreLife, rules: GatewayRules): Generator<Step> {
  const { mirror, desired, carriedOut, shows } = life;
  const { open } = mirror;
  if (open === null) {
    const plan = desired === null ? ({ push: false } as const) : rules.plans(mirror, desired);
    if (!plan.push) return;
    const push = { key: 'key', from: plan.from, to: plan.to, version: 0 };
    yield [`${plan.from} -> ${plan.to} is sent`, changed(life, openPush(mirror, push))];
    return;
  }
  if (carriedOut === null) {
    // A lowering compares with nothing.
    const isTaken = open.to < open.from || shows === open.from;
    const after = { ...life, shows: isTaken ? shows + open.to - open.from : shows };
    yield [
      `the store ${isTaken ? 'carries it out' : 'refuses it'}`,
      { ...after, carriedOut: isTaken ? 'applied' : 'refused' },
    ];
    return;
  }
  const answered = (outcome: 'applied' | 'refused') =>
    changed({ ...life, carriedOut: null }, rules.settles(mirror, outcome));
  yield ['its answer is heard', answered(carriedOut)];
  if (rules.takesSilenceFor !== null) yield ['~its answer is lost', answered(rules.takesSilenceFor)];
}

const facts = (life: StoreLife, seen: { ordered: number; restocked: number }): StoreLife =>
  changed(life, seeStoreFacts(life.mirror, seen));

/** Whatever moves the level takes the evidence with it that nothing stands behind what is left over. */
function changed(life: StoreLife, mirror: StoreMirror): StoreLife {
  const { claim, edits, ordered } = mirror;
  const isNews = claim !== life.report.claim || edits !== life.report.edits;
  return { ...life, mirror, polled: false, report: isNews ? { claim, edits, ordersSeen: ordered } : life.report };
}

const spent = (life: StoreLife, kind: keyof Budget): StoreLife => ({
  ...life,
  left: { ...life.left, [kind]: life.left[kind] - 1 },
});

const withSale = ({ sales }: StoreLife, index: number, change: Partial<Sale>): readonly Sale[] =>
  sales.map((sale, each) => (each === index ? { ...sale, ...change } : sale));

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Everything is heard and done, and the store shows what is unsold, but for what somebody took off it by hand. */
export function isAtRest(life: StoreLife): boolean {
  const { mirror, sales, reading: underWay, shows, loweredByHand } = life;
  const isHeard = ({ counted, cancelled, cancelCounted }: Sale) => counted && (cancelled === 'no' || cancelCounted);
  const missing = missingAtStore(mirror);
  return (
    sales.every(isHeard) &&
    underWay === null &&
    mirror.open === null &&
    !mirror.dirty &&
    isSame(life.heard, life.report) &&
    isSame(life.desired, wantedBy(life)) &&
    missing <= loweredByHand &&
    shows === Math.max(0, unsold(life) - missing)
  );
}
