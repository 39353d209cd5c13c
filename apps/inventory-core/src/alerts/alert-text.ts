import type { OrderResolved, OrderShort } from '@tillbridge/contracts';
import { oneLine, type AlertText } from '@tillbridge/service-kit';

export interface ShortLine {
  readonly line: string;
  readonly sku: string | null;
  readonly title: string;
  readonly units: number;
  /** The store's name for where the units are; null where nobody has them. */
  readonly moveTo: string | null;
}

/** What one decision took from one order, and what its store did about it (null: not known yet). */
export interface ShortOrder {
  readonly channel: string;
  readonly order: string;
  /** As the store's staff knows it, `#1015`. */
  readonly orderName: string;
  readonly decision: number;
  /** What the store was asked for, by policy; `told` where it is a seller, which is asked for nothing. */
  readonly resolution: OrderShort['resolution'] | 'told';
  readonly reason: string;
  readonly lines: readonly ShortLine[];
  readonly outcome: OrderResolved['outcome'] | null;
  /** The store's own words on it, or on what it was asked for before. */
  readonly detail: string | null;
}

const linesNamedMax = 5;

/** One subject, one cause, one action, in words for the people of a shop. Names no customer. */
export function alertText(short: ShortOrder): AlertText {
  const { orderName, channel, lines, reason, outcome } = short;
  const isElsewhere = lines.length > 0 && lines.every(({ moveTo }) => moveTo !== null);
  const about = `Order ${orderName} (${channel}) ${isElsewhere ? 'has to be served from another location' : 'is short'}`;
  const subject = `${about}: ${inBrief(lines)}`;
  return {
    subject: outcome === 'failed' || short.resolution === 'told' ? `A person has to act: ${subject}` : subject,
    cause: `${inFull(lines)} missing${isElsewhere ? ' where the order was to be packed' : ''}: ${reason}.`,
    action: actionOf(short),
  };
}

const asked: Record<OrderShort['resolution'], string> = {
  hold: 'to hold the order',
  backorder: 'to keep the order as a backorder',
  cancel: 'to cancel the order',
  move: 'to serve from another location what is missing, and to hold what no location has',
};

function actionOf(short: ShortOrder): string {
  const { channel, order, orderName, resolution, outcome, detail } = short;
  if (resolution === 'told')
    return (
      `Nothing holds the order: no store acts for ${channel}. Stop order ${orderName} in ${channel} before it is packed, and` +
      ' look for the units elsewhere or agree with the buyer on waiting, an exchange or a refund. If it is given up, release' +
      ` the reservation ${order}, which takes its sale back at the till.`
    );
  switch (outcome) {
    case null:
      return (
        `${channel} was asked ${asked[resolution]} and has not confirmed it yet${inBrackets(detail)}. Open order ${orderName} in ${channel}` +
        ' and see whether it is done; pack nothing of it until it is.'
      );
    case 'held':
      return (
        `${channel} holds the order${inBrackets(detail)}. Look for the units elsewhere, or agree with the buyer on waiting, an exchange or a` +
        ' refund; then release the hold there.'
      );
    case 'backordered':
      return (
        `${channel} keeps the order on hold as a backorder. Order the units, tell the buyer when they come, and release` +
        ' the hold once they are there.'
      );
    case 'cancelled':
      return `${channel} has cancelled the order${inBrackets(detail)}. See there that the buyer was told and paid back.`;
    case 'moved':
      return movedAction(short);
    case 'failed':
      return (
        `${channel} was asked ${asked[resolution]} and did not do it${inBrackets(detail)}. Open order ${orderName} in` +
        ` ${channel} now and ${resolution === 'move' ? 'move, hold' : 'hold'} or cancel it by hand before it is packed;` +
        ' then tell the buyer.'
      );
  }
}

/** What no place has the units for was held while the rest was moved. */
function movedAction({ channel, lines, detail }: ShortOrder): string {
  const isLostInPart = new Set(lines.map(({ moveTo }) => moveTo === null)).size > 1;
  return (
    `${channel} serves from another location what ${isLostInPart ? 'could be moved' : 'was missing'}${inBrackets(detail)}.` +
    ' See there from which, and ship it from that one.' +
    (isLostInPart
      ? ' What no location has is held: look for its units, or agree with the buyer on waiting, an exchange or a refund;' +
        ' then release the hold there.'
      : '')
  );
}

const inBrackets = (detail: string | null): string => (detail === null ? '' : ` (${oneLine(detail)})`);

function inBrief(lines: readonly ShortLine[]): string {
  const [first, ...others] = lines;
  if (first === undefined) return 'units are missing';
  if (others.length === 0) return `${first.units} × ${labelOf(first)}`;
  return `${lines.reduce((sum, { units }) => sum + units, 0)} units on ${lines.length} lines`;
}

function inFull(lines: readonly ShortLine[]): string {
  if (lines.length === 0) return 'Units are';
  const named = lines.slice(0, linesNamedMax).map(({ units, ...line }) => {
    const title = oneLine(line.title);
    return `${units} × ${labelOf(line)}${line.sku === null || title === '' ? '' : ` (${title})`}`;
  });
  const more = lines.length - named.length;
  const all = more > 0 ? [...named, `${more} more ${more === 1 ? 'line' : 'lines'}`] : named;
  const isOne = lines.length === 1 && lines[0].units === 1;
  return `${all.join(', ')} ${isOne ? 'is' : 'are'}`;
}

function labelOf({ sku, title, line }: Omit<ShortLine, 'units'>): string {
  return oneLine(sku ?? '') || oneLine(title) || `line ${line}`;
}
