import type { Finding } from '../finding';
import { cancelledUnitsCameBack } from './cancel-restock';
import { cartKeptItsUnits } from './cart';
import { handEditTakenBack } from './hand-edit';
import type { Look } from './look';
import { newItemSells } from './new-item';
import { renamedItemStillSells } from './rename';
import { tillChangeReached } from './till-change';

/** Which parts of the case study happened AND had the effect they should. */
const judges = {
  delivery: (look: Look) => tillChangeReached(look, 'delivery'),
  stocktake: (look: Look) => tillChangeReached(look, 'count'),
  tillReturn: (look: Look) => tillChangeReached(look, 'till_return'),
  newSku: newItemSells,
  rename: renamedItemStillSells,
  cart: cartKeptItsUnits,
  cancelRestock: cancelledUnitsCameBack,
  handEdit: handEditTakenBack,
};

export type Steps = Record<keyof typeof judges, boolean>;

export const stepNames = Object.keys(judges) as (keyof Steps)[];

export function judgeSteps(look: Look): Steps {
  return Object.fromEntries(stepNames.map((step) => [step, judges[step](look)])) as Steps;
}

export function missedSteps(steps: Steps): Finding[] {
  return stepNames
    .filter((step) => !steps[step])
    .map((step) => ({ kind: 'stepMissed', units: 1, text: `the step "${step}" did not end as it should` }));
}
