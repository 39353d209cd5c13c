import {
  concludeEdit,
  endClaim,
  openPush,
  readToken,
  seeStoreFacts,
  shownAtStore,
  type StoreMirror,
} from '@tillbridge/level-mirror';
import { withReport } from '@tillbridge/stock-domain';
import { saidOf, wantedBy } from './core';
import { canonical, unsold, type Budget, type Sale, type StoreLife } from './life';
import type { GatewayRules } from './rules';

type Step = readonly [label: string, next: StoreLife];

/** All that may happen next, at the store, in its gateway, in the core and between them. */
export function* stepsOf(life: StoreLife, rules: GatewayRules): Generator<Step> {
  for (const [label, next] of [
    ...world(life),
    ...hearing(life),
    ...saying(life, rules),
    ...reading(life, rules),
    ...pushing(life, rules),
  ])
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
  if (!isSame(life.heard, life.report)) yield ['the core hears what is missing', heard(life)];
  const wanted = wantedBy(life);
  if (!isSame(life.desired, wanted)) yield ['the gateway hears what to show', { ...life, desired: wanted }];
  if (life.story.ended > life.mirror.ended)
    yield ['the gateway books what people said', changed(life, endClaim(life.mirror, life.story.ended))];
}

function heard(life: StoreLife): StoreLife {
  const story = withReport(life.story, {
    ...life.report,
    channel: 'store',
    storeLocation: 'level',
    seq: 0,
    since: null,
  });
  return { ...life, heard: life.report, story: { ...story, alerted: 0 } };
}

/** A person who has been told looks at the shelf: of what was taken off by hand the units are gone where they say so. */
function* saying(life: StoreLife, { words, saidOnly, says }: GatewayRules): Generator<Step> {
  const isBlind = saidOnly === 'at any time';
  const asked = isBlind ? { ...life, story: { ...life.story, settled: true } } : life;
  if (life.left.words > 0)
    for (const word of words) {
      const said = says(asked, word);
      if (said === null) continue;
      const units = said.story.ended - life.story.ended;
      const gone = word === 'accepted' ? Math.min(units, life.loweredByHand - life.gone) : 0;
      yield [`a person says: ${word}`, { ...spent(life, 'words'), ...said, gone: life.gone + gone }];
    }
  // Only what an order explains after all turned up again.
  const back = saidOf(life, 'given back');
  if (back !== null && life.adjusted > life.gone) yield ['a person gives it back to the till', { ...life, ...back }];
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
    yield ['a poll of the orders finds nothing', settledBy({ ...life, polled: true })];
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
  const { claim, edits, ordered: ordersSeen, ended, reversed } = mirror;
  const settled = claim === life.report.claim && life.report.settled;
  const report = { claim, edits, ordersSeen, settled, ended, reversed };
  const isNews = !isSame({ ...report, ordersSeen: life.report.ordersSeen }, life.report);
  return { ...life, mirror, polled: false, report: isNews ? report : life.report };
}

const settledBy = (life: StoreLife): StoreLife =>
  life.mirror.claim === 0
    ? life
    : { ...life, report: { ...life.report, settled: true, ordersSeen: life.mirror.ordered } };

const spent = (life: StoreLife, kind: keyof Budget): StoreLife => ({
  ...life,
  left: { ...life.left, [kind]: life.left[kind] - 1 },
});

const withSale = ({ sales }: StoreLife, index: number, change: Partial<Sale>): readonly Sale[] =>
  sales.map((sale, each) => (each === index ? { ...sale, ...change } : sale));

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Everything is heard and done, and the store shows what is unsold, but for what somebody took off it by hand. */
export function isAtRest(life: StoreLife): boolean {
  const { mirror, sales, reading: underWay, shows, loweredByHand, adjusted, gone } = life;
  const isHeard = ({ counted, cancelled, cancelCounted }: Sale) => counted && (cancelled === 'no' || cancelCounted);
  // What was accepted and is not gone waits for a person to give it back.
  const kept = adjusted - gone;
  return (
    sales.every(isHeard) &&
    underWay === null &&
    mirror.open === null &&
    !mirror.dirty &&
    isSame(life.heard, life.report) &&
    isSame(life.desired, wantedBy(life)) &&
    mirror.ended === life.story.ended &&
    mirror.claim <= loweredByHand &&
    shows === Math.max(0, unsold(life) - mirror.claim - kept)
  );
}
