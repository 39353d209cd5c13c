import type { Guard } from './guard';

const domain = (name: string): string => `libs/stock-domain/src/${name}`;
const revisiting = domain('revisit.ts');
const keeping = domain('keeps-units.ts');
const availability = domain('availability.ts');
const modeSpec = domain('escrow-mode.spec.ts');
const decisions = domain('decisions.spec.ts');
const keepsSpec = domain('keeps-units.spec.ts');
const revisitSpec = domain('revisit.spec.ts');

/** What stores are offered, what they keep from each other, and when time alone changes it. */
export const offerGuards: readonly Guard[] = [
  {
    name: 'offers: nothing before the level is known',
    rule: 'no store is emptied because the till has not told its level yet',
    file: availability,
    find: '.filter((place) => place.serves.some((location) => levelAt(item, location).mirror.row !== null))',
    replace: '.filter((place) => place.serves.some((location) => levelAt(item, location) !== null))',
    tests: [decisions],
  },
  {
    name: 'offers: to who lists it',
    rule: 'a store that does not list an item is told nothing of it',
    file: availability,
    find: 'linked.has(channel) && !layout.sellers.has(channel)',
    replace: '!layout.sellers.has(channel)',
    tests: [decisions],
  },
  {
    name: 'offers: units that a store misses',
    rule: 'what a store shows as gone and nobody has explained counts as gone wherever it may have lain',
    file: availability,
    find: 'const lowerTo = Math.max(0, together(offers) - uncounted - unserved);',
    replace: 'const lowerTo = Math.max(0, together(offers) - unserved - uncounted * 0);',
    tests: [decisions],
  },
  {
    name: 'offers: on one line',
    rule: 'where lines may not be divided no more is shown than one location has',
    file: availability,
    find: 'layout.policy.splitLines ? sumOf : mostOf',
    replace: 'layout.policy.splitLines ? sumOf : sumOf',
    tests: [domain('serve-elsewhere.spec.ts')],
    named: 'a line that one location cannot serve',
  },
  {
    name: 'kept units: since they became scarce',
    rule: 'how long a store keeps units does not begin anew with each number that it is told',
    file: keeping,
    find: 'keeps ? (view.keepsSince ?? now) : null',
    replace: 'keeps ? now : null',
    tests: [keepsSpec],
  },
  {
    name: 'kept units: only what was to be given up',
    rule: 'a store that shows no more than it was told keeps nothing from the others',
    file: keeping,
    find: 'capOf(view) > told.lowerTo',
    replace: 'capOf(view) >= told.lowerTo',
    tests: [keepsSpec],
  },
  {
    name: 'kept units: while there is plenty',
    rule: 'where there is plenty no store keeps anything from the others',
    file: keeping,
    find: 'view.dealtSince !== null && told !== undefined',
    replace: 'told !== undefined',
    tests: [keepsSpec],
  },
  {
    name: 'kept units: of who lists it',
    rule: 'a store that does not list an item any more keeps nothing of it',
    file: keeping,
    find: 'linked.has(view.channel) && places.some',
    replace: 'places.some',
    tests: [keepsSpec],
  },
  {
    name: 'revisit: holds',
    rule: 'an item is looked at again when a hold of it runs out',
    file: revisiting,
    find: 'const moments = [...expiries, ...decisions,',
    replace: 'const moments = [...expiries.slice(expiries.length), ...decisions,',
    tests: [revisitSpec],
  },
  {
    name: 'revisit: claims that wait',
    rule: 'an item is looked at again when a claim of it has waited for rivals',
    file: revisiting,
    find: 'const moments = [...expiries, ...decisions,',
    replace: 'const moments = [...expiries, ...decisions.slice(decisions.length),',
    tests: [domain('settle-claims.spec.ts')],
  },
  {
    name: 'revisit: demand that fades',
    rule: 'an item that is dealt out is looked at again when demand has faded',
    file: revisiting,
    find: '...reviews, ...strictMoments',
    replace: '...reviews.slice(reviews.length), ...strictMoments',
    tests: [modeSpec],
  },
  {
    name: 'revisit: posts without an answer',
    rule: 'an item is looked at again when a post of it has had no answer for long',
    file: revisiting,
    find: '...strictMoments(postsOf(item)), ...countMoments(item)];',
    replace: '...countMoments(item)];',
    tests: [revisitSpec],
  },
];
