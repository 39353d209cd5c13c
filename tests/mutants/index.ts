import { brakeGuards } from './brake-guards';
import { countGuards } from './count-guards';
import { dealingGuards } from './dealing-guards';
import { doorGuards } from './door-guards';
import { escrowGuards } from './escrow-guards';
import { factGuards } from './fact-guards';
import type { Guard } from './guard';
import { haltGuards } from './halt-guards';
import { holdGuards } from './hold-guards';
import { linkGuards } from './link-guards';
import { moneyGuards } from './money-guards';
import { offerGuards } from './offer-guards';
import { pollGuards } from './poll-guards';
import { reservationGuards } from './reservation-guards';
import { rowGuards } from './row-guards';
import { servingGuards } from './serving-guards';
import { stockGuards } from './stock-guards';
import { storeGuards } from './store-guards';
import { storeWordGuards } from './store-word-guards';
import { taskGuards } from './task-guards';
import { tillGuards } from './till-guards';
import { tillPostGuards } from './till-post-guards';
import { versionGuards } from './version-guards';
import { coreWatchGuards } from './core-watch-guards';
import { tillPollGuards, watchGuards } from './watch-guards';

const areas: Readonly<Record<string, readonly Guard[]>> = {
  doors: doorGuards,
  facts: factGuards,
  versions: versionGuards,
  till: [...tillGuards, ...tillPostGuards],
  stores: [...storeGuards, ...storeWordGuards],
  stock: [...stockGuards, ...holdGuards],
  counts: countGuards,
  escrow: escrowGuards,
  rows: rowGuards,
  serving: servingGuards,
  dealing: [...dealingGuards, ...offerGuards],
  brake: brakeGuards,
  halts: haltGuards,
  polls: [...pollGuards, ...watchGuards, ...tillPollGuards],
  tasks: taskGuards,
  links: linkGuards,
  reservations: reservationGuards,
  looking: coreWatchGuards,
  money: moneyGuards,
};

/** All of them, each with its area. */
export const guards: readonly (Guard & { readonly area: string })[] = Object.entries(areas).flatMap(([area, list]) =>
  list.map((guard) => ({ ...guard, area })),
);

const residual = {
  file: 'libs/level-mirror/src/residual.ts',
  find: 'return Math.max(0, shown - expected.hi);',
  tests: ['libs/level-mirror/src/till-mirror.spec.ts'],
};

/** Judged with every run: what is no mutant, and what is none that runs, must not be taken for a kill. */
export const controls: readonly { readonly guard: Guard; readonly expected: 'survived' | 'error' }[] = [
  {
    guard: {
      ...residual,
      name: 'control: nothing is taken out',
      rule: 'tests that pass are no kill',
      replace: residual.find,
    },
    expected: 'survived',
  },
  {
    guard: {
      ...residual,
      name: 'control: it does not compile',
      rule: 'a file that cannot be read is no kill',
      replace: 'return Math.max(0, shown - ;',
    },
    expected: 'error',
  },
];
