import type { Guard } from './guard';

const proposing = 'apps/inventory-core/src/use-cases/propose-link.ts';
const linking = 'apps/inventory-core/src/use-cases/link-listing.ts';
const ledger = 'apps/inventory-core/src/ledger/ledger.memory.spec.ts';
const locksSpec = 'apps/inventory-core/src/ledger/link-locks.int.spec.ts';
const byPeople = 'linking by people';

/** What a listing is: by its labels where they leave no doubt, and by what a person says before all else. */
export const linkGuards: readonly Guard[] = [
  {
    name: 'link: a person’s word stands',
    rule: 'a listing whose link a person took away is linked by no label',
    file: proposing,
    find: "if (listing.linkedBy === 'person') return",
    replace: "if (listing.linkedBy === 'nobody') return",
    tests: [ledger],
    named: byPeople,
  },
  {
    name: 'link: a person’s word stands, whatever it was created for',
    rule: 'a listing whose link a person took away is not linked to the item that it was created for',
    file: 'apps/inventory-core/src/use-cases/list-item.ts',
    find: "itemId === null && linkedBy !== 'person'",
    replace: "itemId === null && linkedBy !== 'nobody'",
    tests: [ledger],
    named: byPeople,
  },
  {
    name: 'link: archived listings',
    rule: 'what its store has archived is linked to nothing',
    file: proposing,
    find: 'if (listing.removed) return',
    replace: 'if (listing.removed === null) return',
    tests: [ledger],
    named: byPeople,
  },
  {
    name: 'link: one listing of a store',
    rule: 'an item that a store sells already is linked to no other listing of it',
    file: proposing,
    find: 'if (taken === undefined) return {',
    replace: 'if (taken === undefined || taken !== null) return {',
    tests: [ledger],
    named: `${byPeople}|taking in facts`,
  },
  {
    name: 'link: one listing of a store, by people, too',
    rule: 'a person links an item to one listing of a store',
    file: linking,
    find: 'if (taken !== undefined)',
    replace: 'if (taken === null)',
    tests: [ledger],
    named: byPeople,
  },
  {
    name: 'link: taken away first',
    rule: 'a listing that is linked is linked to another item only once that link was taken away',
    file: linking,
    find: 'if (listing.itemId !== null)\n',
    replace: "if (listing.itemId === '')\n",
    tests: [ledger],
    named: byPeople,
  },
  {
    name: 'link: said once',
    rule: 'asking for a link that is there already changes nothing',
    file: linking,
    find: "(itemId !== null || listing.linkedBy === 'person')) return { kind: 'as it was' };",
    replace: "itemId === '') return { kind: 'as it was' };",
    tests: [ledger],
    named: byPeople,
  },
  {
    name: 'link: what its gateway has counted',
    rule: 'orders of a listing count at the item that it is linked to, as its gateway counts them',
    file: linking,
    find: '(item) => listAnew(item, channel, counted));',
    replace: '(item) => listAnew(item, channel, []));',
    tests: [ledger],
    named: byPeople,
  },
  {
    name: 'link: what waited for it',
    rule: 'orders that waited for a link are decided with it',
    file: linking,
    find: '  decideWaiting(session, listing, cause);\n',
    replace: '',
    tests: [ledger],
    named: byPeople,
  },
  {
    name: 'link: an item that the till made of a listing',
    rule: 'a listing of the till is its own item, and linked to no other',
    file: linking,
    find: 'if (key.channel === till)',
    replace: "if (key.channel === '')",
    tests: [ledger],
    named: byPeople,
  },
  {
    name: 'link: an order and its listing at once',
    rule: 'an order and the link that it waits for find each other, whoever commits first',
    file: 'apps/inventory-core/src/ledger/link-locks.typeorm.ts',
    find: '...unlinked.map(',
    replace: '...unlinked.slice(unlinked.length).map(',
    tests: [locksSpec],
  },
  {
    name: 'link: two listings with one label at once',
    rule: 'a listing and the item of its label find each other, whoever commits first',
    file: 'apps/inventory-core/src/ledger/link-locks.typeorm.ts',
    find: '...proposals.map(',
    replace: '...proposals.slice(proposals.length).map(',
    tests: [locksSpec],
  },
];
