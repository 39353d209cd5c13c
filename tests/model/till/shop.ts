import {
  decideTillFinding,
  emptyItem,
  policyDefaults,
  type ItemState,
  type ShopLayout,
} from '@tillbridge/stock-domain';
import { longAgo, type HappeningKind } from './state';
import { productRules, type Rules } from './rules';

/** What may happen in one world. Small on purpose: what two units can do wrong, two hundred can. */
export interface Options {
  readonly name: string;
  /** Units at the start; enough for everything that takes one, so that no order goes short. */
  readonly level: number;
  readonly orders: number;
  readonly unitsPerOrder: number;
  readonly cancels: number;
  /** Units that buyers take back of orders that they keep. */
  readonly takenBack: number;
  readonly happenings: readonly HappeningKind[];
  /** How often the row may get a new version without a change. */
  readonly bumps: number;
  /** Reads may show what was there up to the settle time ago. */
  readonly lags: boolean;
  /** Requests, and the answers to them, may be lost, and more than one may travel. */
  readonly loses: boolean;
  /** Between the request of a read and its answer, and between an answer and the core's hearing of it, time may pass. */
  readonly isSlow: boolean;
  /** How many findings may be on their way to the core, where they need not arrive in order. */
  readonly foundMax: number;
  readonly failedPolls: number;
  /** How often the till refuses a request; then a person mends the cause. */
  readonly refusals: number;
  /** false: as a till that stamps its rows with times only; then reads follow each other and none is asked in between. */
  readonly hasVersions: boolean;
  /** `atomic`: the record of a till sale is shown together with its row, and never later. */
  readonly records: 'in any order' | 'atomic';
  /** How finely time is divided: the settle time, in steps. */
  readonly settleSteps: number;
  readonly watches: Watches;
}

/** What is wrong in some worlds only. */
export interface Watches {
  /** Nothing happens at the till: what may be free is free, in every state. */
  readonly noDip: boolean;
  /** Nothing hides a loss that has been read: what may be free at most is known to be. */
  readonly isExact: boolean;
  /** No post is sent while an earlier one hides a loss: a steady flow of orders would hide it for ever. */
  readonly noHidingOn: boolean;
  /** What may be free at most only rises by a cause. */
  readonly noRiseWithoutCause: boolean;
}

export interface Shop {
  readonly options: Options;
  readonly rules: Rules;
  readonly layout: ShopLayout;
  readonly settleMs: number;
  /** The item after its level was read for the first time. */
  readonly opened: ItemState;
}

/** All that is asked for in milliseconds is a multiple of this; more than clocks of two hosts may lie apart. */
export const tickMs = 3_000;

const usual: Omit<Options, 'name'> = {
  level: 3,
  orders: 1,
  unitsPerOrder: 1,
  cancels: 0,
  takenBack: 0,
  happenings: [],
  bumps: 0,
  lags: false,
  loses: true,
  isSlow: false,
  foundMax: 1,
  failedPolls: 0,
  refusals: 0,
  hasVersions: true,
  records: 'in any order',
  settleSteps: 1,
  watches: { noDip: false, isExact: false, noHidingOn: false, noRiseWithoutCause: true },
};

export type Wanted = Partial<Omit<Options, 'watches'>> & { readonly name: string; readonly watches?: Partial<Watches> };

export function shopOf(wanted: Wanted, broken: Partial<Rules> = {}): Shop {
  const watches = { ...usual.watches, ...wanted.watches };
  const options = { ...usual, ...wanted, watches };
  const settleMs = options.settleSteps * tickMs;
  const layout = layoutOf(settleMs);
  return { options, rules: { ...productRules, ...broken }, layout, settleMs, opened: openedItem(options, layout) };
}

function layoutOf(settleMs: number): ShopLayout {
  return {
    policy: {
      ...policyDefaults,
      version: 1,
      tillSettleMs: settleMs,
      arbitrationWindowMs: 0,
      escrow: { ...policyDefaults.escrow, enabled: false },
    },
    places: [{ channel: 'store', storeLocation: '1', serves: ['main'] }],
    sellers: new Set(),
    ranks: new Map([['store', 1]]),
  };
}

function openedItem({ level, hasVersions }: Options, { policy }: ShopLayout): ItemState {
  const reading = { level, version: hasVersions ? 1n : null, requestedAt: longAgo, answeredAt: longAgo };
  const finding = { recordChanges: [], reading, recordsComplete: true, seenAt: longAgo };
  return decideTillFinding(emptyItem('item'), 'main', finding, policy);
}
