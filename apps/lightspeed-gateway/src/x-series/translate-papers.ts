import type { SeenCount, SeenLine, SeenPaper, SeenSale, Unreadable } from '@tillbridge/gateway-kit';
import { instantOf, unreadable, versionOf, type LocationOf, type Translated } from './translate';
import { textAt, wholeUnits, writeJson, type VendorObject } from './vendor-json';

type Kind = SeenLine['kind'];

/** The reason that somebody made up, rather than took from the vendor's list. */
export const customReasonOf = (adjustment: VendorObject): string | null =>
  textAt(adjustment, 'custom_inventory_adjustment_reason_id');

/** What was written off or found, with the reason that was given for it. Those under a reason of ours are posts, not papers. */
export function translateAdjustment(
  adjustment: VendorObject,
  locationOf: LocationOf,
  ourReasons: ReadonlySet<string>,
): Translated<SeenPaper> {
  if (ourReasons.has(customReasonOf(adjustment) ?? '')) return { seen: null, unreadable: [] };
  const [id, version, product] = [textAt(adjustment, 'id'), versionOf(adjustment), textAt(adjustment, 'product_id')];
  if (id === null || version === null || product === null)
    return unreadable(adjustment, 'a stock adjustment without id, version or product');
  const location = locationOf(textAt(adjustment, 'outlet_id'));
  if (location === null) return { seen: null, unreadable: [] };
  const units = wholeUnits(adjustment.quantity);
  if (units === null) return unreadable(adjustment, fractionOf('a stock adjustment', product, adjustment.quantity));
  const line = { lineId: product, externalId: product, kind: 'adjustment' as const, effect: units };
  const move = {
    ...moveOf(`adjustment:${id}`, adjustment, version, location),
    lines: [{ ...line, reason: textAt(adjustment, 'reason') }],
  };
  return { seen: { moves: [move], count: null }, unreadable: [] };
}

/** Whether the products of a consignment say anything yet. */
export function isUnderWay(consignment: VendorObject): boolean {
  const status = textAt(consignment, 'status');
  return status !== 'OPEN' && status !== 'STOCKTAKE' && status !== 'STOCKTAKE_SCHEDULED';
}

/**
 * A consignment with its products: a delivery, a return to the supplier, a transfer, which leaves one outlet when it is sent
 * and arrives at another when it is received, or a count. Where nobody may see its products (null) it moves nothing that we
 * know of, and a count may be of anything.
 */
export function translateConsignment(
  consignment: VendorObject,
  products: readonly VendorObject[] | null,
  locationOf: LocationOf,
): Translated<SeenPaper> {
  const [id, version] = [textAt(consignment, 'id'), versionOf(consignment)];
  if (id === null || version === null) return unreadable(consignment, 'a consignment without id or version');
  const to = locationOf(textAt(consignment, 'outlet_id'));
  if (textAt(consignment, 'type') === 'STOCKTAKE') {
    const count = to === null ? null : countOf(id, consignment, products, to);
    return { seen: { moves: [], count }, unreadable: [] };
  }
  if (products === null) return { seen: null, unreadable: [] };
  const translated = sidesOf(consignment, to, locationOf(textAt(consignment, 'source_outlet_id')))
    .filter((side) => side.location !== null)
    .map((side) => translateSide(side, products, moveOf(`${side.kind}:${id}`, consignment, version, side.location)));
  return {
    seen: { moves: translated.map(({ move }) => move), count: null },
    unreadable: translated.flatMap(({ problems }) => problems),
  };
}

interface Side {
  readonly kind: Kind;
  readonly location: string | null;
  /** Units that one product moves here as things stand. */
  readonly effectOf: (sent: number, received: number | null) => number;
}

function sidesOf(consignment: VendorObject, to: string | null, from: string | null): readonly Side[] {
  const status = textAt(consignment, 'status');
  const hasArrived = status === 'RECEIVED';
  const hasLeft = hasArrived || status === 'SENT' || status === 'DISPATCHED';
  switch (textAt(consignment, 'type')) {
    case 'SUPPLIER':
      return [{ kind: 'delivery', location: to, effectOf: (_, received) => (hasArrived ? (received ?? 0) : 0) }];
    case 'RETURN':
      return [{ kind: 'supplierReturn', location: to, effectOf: (sent) => (hasLeft ? -sent : 0) }];
    case 'OUTLET':
      return [
        { kind: 'transferOut', location: from, effectOf: (sent) => (hasLeft ? -sent : 0) },
        { kind: 'transferIn', location: to, effectOf: (sent, received) => (hasArrived ? (received ?? sent) : 0) },
      ];
    default:
      return [];
  }
}

/** A product that cannot be counted is left out and told of; the others go on. */
function translateSide(
  { kind, effectOf }: Side,
  products: readonly VendorObject[],
  move: Omit<SeenSale, 'lines'>,
): { move: SeenSale; problems: Unreadable[] } {
  const lines: SeenLine[] = [];
  const problems: Unreadable[] = [];
  for (const product of products) {
    const externalId = textAt(product, 'product_id');
    const sent = product.count === null ? 0 : wholeUnits(product.count);
    const received = product.received === null ? null : wholeUnits(product.received);
    const isWhole = sent !== null && (received !== null || product.received === null);
    if (externalId !== null && isWhole) {
      // `|| 0`: the effect of nothing is 0, not -0.
      lines.push({ lineId: externalId, externalId, kind, effect: effectOf(sent, received) || 0 });
      continue;
    }
    const reason = fractionOf(`a ${kind}`, externalId, sent === null ? product.count : product.received);
    problems.push({ id: `${move.saleId}@${move.version} ${externalId}`, reason, raw: writeJson(product) });
  }
  return { move: { ...move, lines }, problems };
}

const moveOf = (saleId: string, paper: VendorObject, version: string, location: string | null) => ({
  saleId,
  version,
  at: instantOf(textAt(paper, 'updated_at') ?? textAt(paper, 'created_at')),
  location,
  ours: false,
  voided: false,
});

function countOf(
  countId: string,
  stocktake: VendorObject,
  products: readonly VendorObject[] | null,
  location: string,
): SeenCount | null {
  const state = countStates[textAt(stocktake, 'status') ?? ''];
  if (state === undefined) return null;
  const openedAt = instantOf(textAt(stocktake, 'created_at'));
  const endedAt = instantOf(textAt(stocktake, 'updated_at'));
  const items = products?.flatMap((product) => textAt(product, 'product_id') ?? []) ?? null;
  return { countId, location, state, openedAt, closedAt: state === 'open' ? null : endedAt, items };
}

/** Nothing says whether CLOSED sets the levels that were counted until then. */
const countStates: Readonly<Record<string, SeenCount['state']>> = {
  STOCKTAKE_IN_PROGRESS: 'open',
  STOCKTAKE_IN_PROGRESS_PROCESSED: 'open',
  STOCKTAKE_COMPLETE: 'closed',
  CLOSED: 'unclear',
  CANCELLED: 'cancelled',
};

const fractionOf = (what: string, product: string | null, units: unknown): string =>
  `${what} of ${String(units)} units of product ${product}: only whole units can be kept`;
