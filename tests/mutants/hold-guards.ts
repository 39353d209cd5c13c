import type { Guard } from './guard';

const observing = 'apps/inventory-core/src/use-cases/observe-order.ts';
const ledger = 'apps/inventory-core/src/ledger/ledger.memory.spec.ts';
const decisions = 'libs/stock-domain/src/decisions.spec.ts';
const carts = 'libs/stock-domain/src/decide-cart.ts';
const cartsSpec = 'libs/stock-domain/src/decide-cart.spec.ts';
const levels = 'libs/stock-domain/src/level.ts';

/** What is held for carts and sellers yields, and runs out at the moment it is looked at. */
export const holdGuards: readonly Guard[] = [
  {
    name: 'expiry at read time',
    rule: 'a hold that has run out holds nothing, whether or not anything sweeps',
    file: levels,
    find: 'return heldUnits(item, (bucket) => bucket.location === location && bucket.expiresAt > now);',
    replace: 'return heldUnits(item, (bucket) => bucket.location === location && bucket.expiresAt > 0);',
    tests: [decisions, cartsSpec],
  },
  {
    name: 'expiry at read time: what is kept from others',
    rule: 'a hold of another channel that has run out keeps nothing from anybody',
    file: levels,
    find: 'bucket.channel !== channel && bucket.expiresAt > now,',
    replace: 'bucket.channel !== channel && bucket.expiresAt > 0,',
    tests: ['libs/stock-domain/src/holds.spec.ts'],
  },
  {
    name: 'expiry at read time: who asks for what ran out',
    rule: 'who comes back after their hold ran out has no claim on its units',
    file: 'libs/stock-domain/src/holds.ts',
    find: 'return held.expiresAt <= now ? 0 : Math.min',
    replace: 'return held.expiresAt <= 0 ? 0 : Math.min',
    tests: ['libs/stock-domain/src/holds.spec.ts'],
  },
  {
    name: 'a shopper’s own older hold',
    rule: 'what a cart holds already never blocks it',
    file: carts,
    find: 'const released = claim.held === null ? item : giveBackUnits(item, claim.held, now);',
    replace: 'const released = claim.held === null ? item : giveBackUnits(item, { ...claim.held, units: 0 }, now);',
    tests: [cartsSpec],
  },
  {
    name: 'a cart’s hold runs from when it stood so',
    rule: 'a state of a cart that is told late holds no longer than one that is told at once',
    file: carts,
    find: 'wholeSecond(Math.min(claim.asOf, now) + rules.ttlMs)',
    replace: 'wholeSecond(now + rules.ttlMs)',
    tests: [cartsSpec],
  },
  {
    name: 'an older state of a cart',
    rule: 'an older state of a cart that arrives late changes nothing',
    file: 'apps/inventory-core/src/use-cases/observe-cart.ts',
    find: 'if (known !== undefined && known.asOf > asOf) return;',
    replace: 'if (known !== undefined && known.asOf === null) return;',
    tests: [ledger],
    named: 'hearing of carts late',
  },
  {
    name: 'a cart that was ordered lets go',
    rule: 'what a cart held is let go once its order is there, and held once only',
    file: observing,
    find: 'if (order.cart !== null && order.cart !== known?.cart)',
    replace: "if (order.cart === '' && order.cart !== known?.cart)",
    tests: [ledger],
    named: 'hearing of carts late|taking in facts',
  },
  {
    name: 'holds always yield',
    rule: 'units that promises need are taken from holds',
    file: 'libs/stock-domain/src/holds.ts',
    find: 'const isShort = [...left.values()].some((missing) => missing > 0);',
    replace: 'const isShort = [...left.values()].some((missing) => missing > 1_000);',
    tests: [decisions],
    named: 'cart holds',
  },
  {
    name: 'a hold only of what is certain',
    rule: 'units that may be gone already are held for nobody',
    file: carts,
    find: 'const sure = offeredAt(item, place, location, layout, freeForSure(item, location), now);',
    replace: 'const sure = Number.isNaN(freeForSure(item, location)) ? 0 : Number.POSITIVE_INFINITY;',
    tests: ['libs/stock-domain/src/holds.spec.ts'],
  },
  {
    name: 'a seller is held only what is certain',
    rule: 'units that may be gone already are reserved for nobody',
    file: 'libs/stock-domain/src/decide-reservation.ts',
    find: 'const free = Math.max(0, Math.min(units, freeForSure(item, location) - kept));',
    replace: 'const free = Math.max(0, units - kept + heldOf(item, channel, location, now));',
    tests: ['libs/stock-domain/src/holds.spec.ts'],
  },
  {
    name: 'all lines or none',
    rule: 'a reservation that lacks units for one line holds nothing',
    file: 'apps/inventory-core/src/reservations/reserve.ts',
    find: "if (missing.length > 0) return refused('there are not enough units; nothing is held', missing);",
    replace: "if (lines.length === 0) return refused('there are not enough units; nothing is held', missing);",
    tests: [ledger],
    named: 'reserving',
  },
];
