import type { Guard } from './guard';

const caps = 'libs/stock-domain/src/cap.ts';
const capSpec = 'libs/stock-domain/src/cap.spec.ts';
const dealt = 'libs/stock-domain/src/dealt-availability.spec.ts';
const withdrawn = 'libs/stock-domain/src/withdrawn.spec.ts';
const reports = 'libs/stock-domain/src/decide-store.ts';
const decisions = 'libs/stock-domain/src/decisions.spec.ts';
const ledger = 'apps/inventory-core/src/ledger/ledger.memory.spec.ts';

/** Scarce units are dealt to one store each, and a unit moves by lowering before raising. */
export const escrowGuards: readonly Guard[] = [
  {
    name: 'decrease before increase',
    rule: 'a store is raised only by what the caps of the others leave',
    file: 'libs/stock-domain/src/availability.ts',
    find: 'const raiseTo = isShared ? certain : Math.min(certain, mostShown(item, place, linked, layout, now));',
    replace: 'const raiseTo = isShared ? certain : Math.min(certain, Number(mostShown !== null) * certain);',
    tests: [dealt],
  },
  {
    name: 'no raise beyond the guard is written',
    rule: 'a decision that would let all stores show more than there is, is not written',
    file: 'libs/stock-domain/src/assert-raises.ts',
    find: 'if (shown > most)',
    replace: 'if (shown > most + 1_000_000)',
    tests: [dealt],
  },
  {
    name: 'cap: all that was told since',
    rule: 'a store may still show any number that it was told and has not acknowledged',
    file: caps,
    find: 'settled === null ? granted : [settled.bound, ...granted];',
    replace: 'settled === null ? granted : [settled.bound];',
    tests: [capSpec],
  },
  {
    name: 'cap: of who never acknowledged',
    rule: 'a store that has acknowledged nothing since units are dealt out may show anything',
    file: caps,
    find: `export function capOf(view: StoreView): number {
  if (!isBounded(view)) return Number.POSITIVE_INFINITY;`,
    replace: `export function capOf(view: StoreView): number {
  if (!isBounded(view)) return 0;`,
    tests: [capSpec],
  },
  {
    name: 'cap: retired up to the version acknowledged',
    rule: 'an acknowledgement retires what was told up to its version, and nothing newer',
    file: caps,
    find: 'const granted = view.granted.filter((grant) => grant.version > told.version);',
    replace: 'const granted = view.granted.filter((grant) => grant.version > told.version + 1_000_000);',
    tests: [capSpec],
  },
  {
    name: 'cap: older acknowledgements',
    rule: 'an acknowledgement that arrives late does not replace a newer one',
    file: caps,
    find: 'if (view.settled !== null && told.seq <= view.settled.seq) return view;',
    replace: 'if (view.settled === undefined) return view;',
    tests: [capSpec],
  },
  {
    name: 'cap: units put back count',
    rule: 'what a store has put back it may sell again',
    file: caps,
    find: 'return bound.units - sold + Math.max(0, view.restocksCounted - bound.restocks);',
    replace: 'return bound.units - sold;',
    tests: [capSpec],
  },
  {
    name: 'till buffer',
    rule: 'where units are dealt out, some are kept back for the till',
    file: 'libs/stock-domain/src/escrow-pool.ts',
    find: 'return isDealt(item, location) ? policy.escrow.tillBuffer : 0;',
    replace: 'return isDealt(item, location) ? policy.escrow.tillBuffer * 0 : 0;',
    tests: [dealt],
  },
  {
    name: 'what is withdrawn is dealt nothing',
    rule: 'a store that sells an item to nobody for now is dealt no unit of it',
    file: 'libs/stock-domain/src/escrow-mode.ts',
    find: "filter(({ channel }) => linked.get(channel) === 'sells')",
    replace: 'filter(({ channel }) => linked.has(channel))',
    tests: [withdrawn],
    named: 'units dealt to stores',
  },
  {
    name: 'what is withdrawn still counts',
    rule: 'a store that has withdrawn an item may sell what it shows again without asking',
    file: 'libs/stock-domain/src/escrow-mode.ts',
    find: `placesOf(layout, linked).filter(({ serves }) => serves.includes(location));`,
    replace: `placesOf(layout, linked).filter(({ serves, channel }) => serves.includes(location) && linked.get(channel) === 'sells');`,
    tests: [withdrawn],
    named: 'units dealt to stores',
  },
  {
    name: 'a report of a store level: the newest wins',
    rule: 'an older report of what a store level misses changes nothing',
    file: reports,
    find: 'if (report.seq <= view.seq) return item;',
    replace: 'if (report.seq < -1) return item;',
    tests: [decisions],
  },
  {
    name: 'missing units of a store count for all',
    rule: 'units missing at one store are offered to no other, before anybody knows why',
    file: reports,
    find: 'return missingFrom(view) + ordersKnown(view) - view.ordersCounted;',
    replace: 'return ordersKnown(view) - view.ordersCounted;',
    tests: [decisions],
  },
  {
    name: 'orders that a gateway saw first count for all',
    rule: 'an order that a gateway has seen and the core has not is offered to nobody else',
    file: reports,
    find: 'return missingFrom(view) + ordersKnown(view) - view.ordersCounted;',
    replace: 'return missingFrom(view);',
    tests: [decisions],
  },
  {
    name: 'acknowledged for the item that it is linked to',
    rule: 'what was wanted for another item says nothing of the one that a listing is linked to now',
    file: 'apps/inventory-core/src/use-cases/observe-settled.ts',
    find: 'if (session.linkedItem(told.channel, told.externalId) !== told.itemId) return;',
    replace: 'if (session.linkedItem(told.channel, told.externalId) === null) return;',
    tests: [ledger],
    named: 'dealing out',
  },
];
