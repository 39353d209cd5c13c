import type { Guard } from './guard';

const statements = 'apps/inventory-core/src/ledger/change-statements.ts';
const facts = 'apps/inventory-core/src/ledger/ledger.typeorm.int.spec.ts';
const reserving = 'apps/inventory-core/src/ledger/ledger-reserving.typeorm.int.spec.ts';
const unitOfWork = 'libs/persistence/src/unit-of-work.int.spec.ts';
const storePorts = 'libs/gateway-kit/src/store/ports.int.spec.ts';

/** What is written rests on what was read: another writer in between makes the batch decide again. */
export const versionGuards: readonly Guard[] = [
  {
    name: 'version predicate: items',
    rule: 'two batches that were decided on one version of an item are never both written',
    file: statements,
    find: 'WHERE item.id = read.id AND locked.id = item.id AND item.version = read.version',
    replace: 'WHERE item.id = read.id AND locked.id = item.id',
    tests: [facts],
  },
  {
    name: 'version predicate: orders',
    rule: 'two batches that were decided on one version of an order are never both written',
    file: statements,
    find: `WHERE store_order.channel = fresh.channel AND store_order.order_id = fresh.order_id
       AND store_order.version = fresh.version`,
    replace: 'WHERE store_order.channel = fresh.channel AND store_order.order_id = fresh.order_id',
    tests: [facts],
  },
  {
    name: 'version predicate: reservations',
    rule: 'two batches that were decided on one version of a reservation are never both written',
    file: statements,
    find: 'WHERE reservation.id = fresh.id AND reservation.version = fresh.version',
    replace: 'WHERE reservation.id = fresh.id',
    tests: [facts],
  },
  {
    name: 'version predicate: what a refusal rests on',
    rule: 'a caller is refused only if the item that had no units left is still as it was read',
    file: statements,
    find: "JOIN unnest($1::uuid[], $2::integer[]) AS read(id, version) USING (id, version)'",
    replace: "JOIN unnest($1::uuid[], $2::integer[]) AS read(id, version) USING (id)'",
    tests: [reserving],
  },
  {
    name: 'rows expected',
    rule: 'a statement that found fewer rows than it was to change rolls everything back',
    file: 'libs/persistence/src/unit-of-work.typeorm.ts',
    find: 'if (rows !== undefined) expectRows(result, rows);',
    replace: 'if (rows !== undefined && result === null) expectRows(result, rows);',
    tests: [facts],
  },
  {
    name: 'versioned update',
    rule: 'a row is updated only at the version at which it was read',
    file: 'libs/persistence/src/update-versioned.ts',
    find: "`WHERE ${[...where, `version = ${place(update.version)}`].join(' AND ')}`",
    replace: "`WHERE ${[...where, `${place(update.version)} IS NOT NULL`].join(' AND ')}`",
    tests: [unitOfWork],
  },
  {
    name: 'a rival’s new row makes a batch stale',
    rule: 'who inserts a row that another writer has just inserted decides again, and is no poison',
    file: 'libs/persistence/src/unit-of-work.typeorm.ts',
    find: "new Set(['40001', '40P01', '23505'])",
    replace: "new Set(['40001', '40P01'])",
    tests: [unitOfWork],
  },
  {
    name: 'stale is tried again, a bounded number of times',
    rule: 'who is always too late gives up in the end and is retried by the broker',
    file: 'libs/persistence/src/retry-stale.ts',
    find: 'if (count >= attemptsMax) {',
    replace: 'if (count >= attemptsMax + 1_000) {',
    tests: ['libs/persistence/src/platform.memory.spec.ts'],
  },
  {
    name: 'one promise per order line',
    rule: 'an order line has one promise for ever, also where two items claim it at once',
    file: statements,
    find: "const guard = 'promise.item_id = EXCLUDED.item_id';",
    replace: "const guard = 'true';",
    tests: [facts],
  },
  {
    name: 'shop edition',
    rule: 'items decided by an older edition of the shop file are looked at again',
    file: 'apps/inventory-core/src/ledger/ledger.typeorm.ts',
    find: 'SELECT id FROM item WHERE edition < $2 AND',
    replace: 'SELECT id FROM item WHERE edition < $2 - 1000000 AND',
    tests: ['apps/inventory-core/src/ledger/ledger-dealing.typeorm.int.spec.ts'],
  },
  {
    name: 'shop edition counts imports that change something',
    rule: 'importing the same file again makes no item be looked at again',
    file: 'apps/inventory-core/src/shop/shop.typeorm.ts',
    find: 'WHERE kept.content <> EXCLUDED.content',
    replace: 'WHERE true',
    tests: ['apps/inventory-core/src/shop/shop.typeorm.int.spec.ts'],
  },
  {
    name: 'links are proposed one at a time',
    rule: 'two listings with one label, told at once, are linked as if one had come first',
    file: 'apps/inventory-core/src/ledger/ledger.typeorm.ts',
    find: 'return lockLinks(manager, unlinked, proposals);',
    replace: 'return Promise.resolve(manager === null && lockLinks(manager, unlinked, proposals));',
    tests: ['apps/inventory-core/src/ledger/link-locks.int.spec.ts'],
  },
  {
    name: 'version predicate: store levels',
    rule: 'a store level is written only at the version at which it was read',
    file: 'libs/gateway-kit/src/store/book/store-levels.typeorm.ts',
    find: `AND l.store_location = r.store_location
         AND l.version = r.version`,
    replace: 'AND l.store_location = r.store_location',
    tests: [storePorts],
  },
  {
    name: 'version predicate: orders that a gateway has seen',
    rule: 'an order that a gateway has seen is written only at the version at which it was read',
    file: 'libs/gateway-kit/src/store/orders/seen-orders.typeorm.ts',
    find: 'AND s.order_id = given.order_id AND s.version = given.version`',
    replace: 'AND s.order_id = given.order_id`',
    tests: [storePorts],
  },
  {
    name: 'wanted levels: the newest wins in the database',
    rule: 'what the core wanted before never replaces what it wants now',
    file: 'libs/gateway-kit/src/store/book/desired-levels.typeorm.ts',
    find: 'WHERE d.version < excluded.version',
    replace: 'WHERE d.version <> excluded.version',
    tests: [storePorts],
  },
  {
    name: 'a channel’s levels change in turn',
    rule: 'no level changes outside the turn of its channel',
    file: 'libs/gateway-kit/src/store/book/level-book.ts',
    find: 'if (!this.turnsOf.get(tx)?.has(channel)) throw',
    replace: 'if (this.turnsOf === undefined) throw',
    tests: ['libs/gateway-kit/src/store/book/level-book.spec.ts'],
  },
  {
    name: 'fence: one reader of a till',
    rule: 'a reader that comes from where another has told already tells nothing',
    file: 'libs/gateway-kit/src/till/state/cursors.typeorm.ts',
    find: "WHERE till = $1 AND feed = $2 AND position = $4 RETURNING till',",
    replace: "WHERE till = $1 AND feed = $2 AND $4::text IS NOT NULL RETURNING till',",
    tests: ['libs/gateway-kit/src/till/state/till-stores.int.spec.ts'],
  },
];
