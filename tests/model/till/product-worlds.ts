import { holds } from '../expectation';
import type { Wanted } from './shop';
import { tillWorld } from './till-world';

// What the product does. Names say what may happen; nothing of it may do harm, and from everywhere it comes to rest.

const alone = { noDip: true };

/** Only web orders: whatever gets lost or late on their way, a store is lowered by them and by nothing else. */
const withoutTillEvents: readonly Wanted[] = [
  {
    name: 'one web order, late reads and answers, requests and answers lost',
    isSlow: true,
    lags: true,
    watches: alone,
  },
  {
    name: 'one web order, findings that overtake each other',
    isSlow: true,
    lags: true,
    loses: false,
    foundMax: 2,
    watches: alone,
  },
  { name: 'one web order, a row bumped, requests and answers lost', lags: true, bumps: 1, watches: alone },
  { name: 'a sale refused, and posted again by a person', refusals: 1, lags: true, watches: alone },
  { name: 'a sale refused while its order may be cancelled', refusals: 1, cancels: 1, watches: alone },
  { name: 'two web orders, requests and answers lost', orders: 2, lags: true, watches: alone },
  { name: 'two web orders, one cancelled', orders: 2, cancels: 1, lags: true, loses: false, watches: alone },
  { name: 'a web order cancelled, requests and answers lost', cancels: 1, lags: true, watches: alone },
  { name: 'an order of two units, requests and answers lost', unitsPerOrder: 2, lags: true, watches: alone },
  {
    name: 'an order of two units, one taken back, requests and answers lost',
    unitsPerOrder: 2,
    takenBack: 1,
    watches: alone,
  },
  {
    name: 'an order of two units, one taken back, and then the other',
    unitsPerOrder: 2,
    takenBack: 1,
    cancels: 1,
    lags: true,
    loses: false,
    watches: alone,
  },
  {
    name: 'an order of two units while records cannot be read twice',
    unitsPerOrder: 2,
    failedPolls: 2,
    lags: true,
    loses: false,
    watches: alone,
  },
  {
    name: 'one web order while records cannot be read twice',
    failedPolls: 2,
    lags: true,
    loses: false,
    watches: alone,
  },
  {
    name: 'one web order, time in finer steps',
    isSlow: true,
    lags: true,
    loses: false,
    settleSteps: 2,
    watches: alone,
  },
];

const withTillEvents: readonly Wanted[] = [
  { name: 'a till sale, requests and answers lost', happenings: ['sale'], lags: true },
  { name: 'a till sale, time in finer steps', happenings: ['sale'], lags: true, loses: false, settleSteps: 2 },
  {
    name: 'a till sale while records cannot be read',
    happenings: ['sale'],
    failedPolls: 1,
    loses: false,
    watches: { noRiseWithoutCause: false },
  },
  { name: 'a till sale and a cancelled order', happenings: ['sale'], cancels: 1, lags: true, loses: false },
  { name: 'a till sale and two web orders', happenings: ['sale'], orders: 2, loses: false },
  { name: 'a till sale and a delivery', happenings: ['sale', 'delivery'], loses: false },
  { name: 'a till sale and a loss, late reads', happenings: ['sale', 'loss'], lags: true, loses: false },
  { name: 'a till sale, a loss and a delivery', happenings: ['sale', 'loss', 'delivery'], loses: false },
  {
    name: 'a till sale shown with its row, findings that overtake each other',
    happenings: ['sale'],
    records: 'atomic',
    foundMax: 2,
    loses: false,
  },
  { name: 'a return and a loss', happenings: ['return', 'loss'], loses: false },
  { name: 'a return and a delivery', happenings: ['return', 'delivery'], loses: false },
  { name: 'a return and a cancelled order', happenings: ['return'], cancels: 1, lags: true, loses: false },
  {
    name: 'a delivery, a loss and a cancelled order',
    happenings: ['delivery', 'loss'],
    cancels: 1,
    lags: true,
    loses: false,
  },
  { name: 'a loss and a row bumped, requests and answers lost', happenings: ['loss'], bumps: 1, lags: true },
  { name: 'a loss and a cancelled order, requests and answers lost', happenings: ['loss'], cancels: 1 },
  {
    name: 'a loss and an order of two units, late reads',
    happenings: ['loss'],
    unitsPerOrder: 2,
    lags: true,
    loses: false,
  },
  {
    name: 'a loss and an order of two units, one taken back',
    happenings: ['loss'],
    unitsPerOrder: 2,
    takenBack: 1,
    loses: false,
  },
  {
    name: 'a till sale and an order of two units, one taken back',
    happenings: ['sale'],
    unitsPerOrder: 2,
    takenBack: 1,
    loses: false,
  },
  { name: 'a loss and two orders, one cancelled', happenings: ['loss'], orders: 2, cancels: 1, loses: false },
  { name: 'a loss, findings that overtake each other', happenings: ['loss'], foundMax: 2, lags: true, loses: false },
  {
    name: 'a loss while records cannot be read',
    happenings: ['loss'],
    failedPolls: 2,
    lags: true,
    loses: false,
    // ADR 0012: what was missing in doubt only may count as there again while a post could explain it.
    watches: { noRiseWithoutCause: false },
  },
  { name: 'a loss, late reads and answers', happenings: ['loss'], isSlow: true, lags: true, loses: false },
  {
    name: 'a loss under two rounds of posts',
    happenings: ['loss'],
    orders: 2,
    lags: true,
    loses: false,
    watches: { noHidingOn: true },
  },
  {
    name: 'a till sale shown with its row hides nothing',
    happenings: ['sale'],
    records: 'atomic',
    lags: true,
    watches: { isExact: true },
  },
  {
    name: 'a till sale shown with its row hides nothing while records cannot be read',
    happenings: ['sale'],
    records: 'atomic',
    failedPolls: 1,
    loses: false,
    watches: { isExact: true },
  },
];

const finer = { hasVersions: false, lags: true, settleSteps: 2 };

const withoutVersions: readonly Wanted[] = [
  { ...finer, name: 'no versions: two web orders', orders: 2, loses: false, watches: alone },
  { ...finer, name: 'no versions: a web order cancelled, requests and answers lost', cancels: 1, watches: alone },
  { ...finer, name: 'no versions: a loss', happenings: ['loss'], loses: false },
  { ...finer, name: 'no versions: a delivery', happenings: ['delivery'], loses: false },
  {
    ...finer,
    name: 'no versions: a till sale shown with its row',
    happenings: ['sale'],
    records: 'atomic',
    loses: false,
  },
];

export const productWorlds = [...withoutTillEvents, ...withTillEvents, ...withoutVersions].map((wanted) =>
  holds(tillWorld(wanted)),
);
