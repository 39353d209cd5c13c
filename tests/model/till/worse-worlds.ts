import { stuck, unsafe, type Expectation } from '../expectation';
import { tillWorld } from './till-world';
import {
  concludesAtOnce,
  countsPostsAsGone,
  countsPostsNotUnits,
  dropsSalesOfCancelled,
  forgetsClaim,
  forgetsVersionBefore,
  hidesLossBehindLaterPosts,
  ignoresEqualRows,
  isNeverStrict,
  lowersToCertain,
  raisesToPossible,
  readsChangesOnly,
  recordsSmallerAnew,
  sendsUnderNewIds,
  sendsWithoutRounds,
  settlesByAnswer,
  settlesByExpectedLevel,
  settlesByNewerRow,
  takesFailedPollsForEmpty,
  takesSeenSalesForCertain,
  tellsRefusalsAtOnce,
  tellsRowsWithoutRecords,
  trustsAbsence,
  trustsLastRead,
  waitsForNoSettling,
} from './worse-rules';

// What the product does not do, and why: each world is one in which its rule is missed.

/** Nothing is lost here: it goes wrong without that. */
const calm = { loses: false };
const alone = { noDip: true };

const settling: readonly Expectation[] = [
  unsafe(tillWorld({ ...calm, name: 'settled by the answer, before any row' }, settlesByAnswer)),
  unsafe(
    tillWorld({ ...calm, name: 'settled by the first row that has moved', happenings: ['sale'] }, settlesByNewerRow),
  ),
  unsafe(
    tillWorld({ ...calm, name: 'settled by the level that is expected', happenings: ['sale'] }, settlesByExpectedLevel),
  ),
  unsafe(
    tillWorld(
      { ...calm, name: 'settled by a read asked before the settle time is over', happenings: ['loss'], lags: true },
      waitsForNoSettling,
    ),
  ),
  stuck(tillWorld({ ...calm, name: 'rows that did not change prove nothing' }, ignoresEqualRows)),
  stuck(tillWorld({ ...calm, name: 'rows are read only when they change' }, readsChangesOnly)),
];

const sending: readonly Expectation[] = [
  unsafe(tillWorld({ name: 'each attempt has an id of its own' }, sendsUnderNewIds)),
  unsafe(tillWorld({ name: 'what a look-up does not find was never sent', watches: alone }, trustsAbsence)),
  unsafe(tillWorld({ name: 'a refusal is told while an earlier request travels', refusals: 1 }, tellsRefusalsAtOnce)),
  stuck(tillWorld({ name: 'each attempt has to be followed by a new row' }, forgetsVersionBefore)),
  unsafe(
    tillWorld(
      {
        ...calm,
        name: 'posts are sent while a round is open',
        happenings: ['loss'],
        orders: 2,
        watches: { noHidingOn: true },
      },
      sendsWithoutRounds,
    ),
  ),
  unsafe(
    tillWorld(
      { ...calm, name: 'a cancelled order forgets its sale that was sent', cancels: 1, watches: alone },
      dropsSalesOfCancelled,
    ),
  ),
];

const sizes: readonly Expectation[] = [
  unsafe(
    tillWorld(
      { ...calm, name: 'a smaller order is recorded anew as a whole', unitsPerOrder: 2, takenBack: 1, watches: alone },
      recordsSmallerAnew,
    ),
  ),
  unsafe(
    tillWorld(
      { ...calm, name: 'a post of two units is taken for one unit', unitsPerOrder: 2, watches: alone },
      countsPostsNotUnits,
    ),
  ),
];

const claims: readonly Expectation[] = [
  unsafe(
    tillWorld(
      { ...calm, name: 'a loss is explained by a post sent after its row', happenings: ['loss'] },
      hidesLossBehindLaterPosts,
    ),
  ),
  unsafe(
    tillWorld(
      { ...calm, name: 'claims are computed anew from each row', happenings: ['loss'], bumps: 1 },
      forgetsClaim,
    ),
  ),
  unsafe(
    tillWorld({ ...calm, name: 'a surplus is concluded at once', happenings: ['sale'], orders: 0 }, concludesAtOnce),
  ),
  unsafe(
    tillWorld(
      { ...calm, name: 'a sale that was seen is taken to be in the row', happenings: ['sale', 'loss'], orders: 0 },
      takesSeenSalesForCertain,
    ),
  ),
];

const numbers: readonly Expectation[] = [
  unsafe(tillWorld({ ...calm, name: 'posts under way count as gone', watches: alone }, countsPostsAsGone)),
  unsafe(tillWorld({ ...calm, name: 'one number: lowered to what is certain', watches: alone }, lowersToCertain)),
  unsafe(
    tillWorld({ ...calm, name: 'one number: raised to what is possible', happenings: ['loss'] }, raisesToPossible),
  ),
  unsafe(
    tillWorld(
      { ...calm, name: 'what may be there is kept however long a post has no answer', happenings: ['loss'] },
      isNeverStrict,
    ),
  ),
];

const hiddenSale = { ...calm, happenings: ['sale'], records: 'atomic', watches: { isExact: true } } as const;
const stale = { ...calm, happenings: ['loss'], orders: 0, lags: true } as const;

const reading: readonly Expectation[] = [
  unsafe(tillWorld({ ...hiddenSale, name: 'a row is told without its records' }, tellsRowsWithoutRecords)),
  unsafe(
    tillWorld(
      { ...hiddenSale, name: 'records that cannot be read count as none', failedPolls: 1 },
      takesFailedPollsForEmpty,
    ),
  ),
  unsafe(tillWorld({ ...stale, name: 'the row that comes last counts, whatever its version' }, trustsLastRead)),
  unsafe(
    tillWorld(
      { ...stale, name: 'no versions: the row that comes last counts at once', hasVersions: false, settleSteps: 2 },
      trustsLastRead,
    ),
  ),
];

export const worseWorlds: readonly Expectation[] = [
  ...settling,
  ...sending,
  ...sizes,
  ...claims,
  ...numbers,
  ...reading,
];
