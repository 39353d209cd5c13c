import type { AdminClient } from '../admin/client';
import { gid, numericId } from '../admin/ids';
import { fulfilmentOfOrder, linesOfFulfilment } from '../documents';

interface Page<Node> {
  nodes: Node[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

interface LineNode {
  id: string;
  totalQuantity: number;
  remainingQuantity: number;
  lineItem: { id: string };
}

interface FulfilmentNode {
  id: string;
  status: string;
  assignedLocation: { location: { legacyResourceId: string } | null };
  fulfillmentHolds: { id: string; handle: string | null }[];
  lineItems: Page<LineNode>;
}

interface OrderNode {
  cancelledAt: string | null;
  tags: string[];
  fulfillmentOrders: Page<FulfilmentNode>;
}

/** Units of one order line that one place ships. */
export interface FulfilmentLine {
  readonly id: string;
  readonly line: string;
  readonly units: number;
  /** Of these, not shipped yet. */
  readonly remaining: number;
}

/** What one place ships of an order. */
export interface Fulfilment {
  readonly id: string;
  readonly status: string;
  readonly location: string | null;
  readonly holds: readonly { readonly id: string; readonly handle: string | null }[];
  readonly lines: readonly FulfilmentLine[];
}

export interface FulfilmentOfOrder {
  readonly cancelled: boolean;
  readonly tags: readonly string[];
  readonly fulfilment: readonly Fulfilment[];
}

/** Complete, however many places and lines: what is missing here would be counted nowhere, or not be held. */
export async function fulfilmentOf(client: AdminClient, order: string): Promise<FulfilmentOfOrder | null> {
  const found: Fulfilment[] = [];
  let after: string | null = null;
  for (;;) {
    const data: { order: OrderNode | null } = await client.ask(fulfilmentOfOrder, { id: gid('Order', order), after });
    if (!data.order) return null;
    const { cancelledAt, tags } = data.order;
    const { nodes, pageInfo } = data.order.fulfillmentOrders;
    for (const node of nodes) found.push(described(node, await allLines(client, node)));
    if (!pageInfo.hasNextPage) return { cancelled: cancelledAt !== null, tags, fulfilment: found };
    after = pageInfo.endCursor;
  }
}

async function allLines(client: AdminClient, { id, lineItems }: FulfilmentNode): Promise<LineNode[]> {
  const lines = [...lineItems.nodes];
  let { pageInfo } = lineItems;
  while (pageInfo.hasNextPage) {
    const data: { fulfillmentOrder: { lineItems: Page<LineNode> } | null } = await client.ask(linesOfFulfilment, {
      id,
      after: pageInfo.endCursor,
    });
    // Merged with another meanwhile: the next look at the order finds it there.
    if (!data.fulfillmentOrder) return lines;
    lines.push(...data.fulfillmentOrder.lineItems.nodes);
    ({ pageInfo } = data.fulfillmentOrder.lineItems);
  }
  return lines;
}

function described(node: FulfilmentNode, lines: readonly LineNode[]): Fulfilment {
  return {
    id: node.id,
    status: node.status,
    location: node.assignedLocation.location?.legacyResourceId ?? null,
    holds: node.fulfillmentHolds,
    lines: lines.map((line) => ({
      id: line.id,
      line: numericId(line.lineItem.id),
      units: line.totalQuantity,
      remaining: line.remainingQuantity,
    })),
  };
}

/** A line split over several locations is said to be served from where most of it is. */
export function servedFrom(fulfilment: readonly Fulfilment[]): (line: string) => string | null {
  const live = fulfilment.filter((each) => each.status !== 'CANCELLED');
  return (line) => {
    const parts = live
      .flatMap(({ location, lines }) =>
        location === null ? [] : lines.filter((each) => each.line === line).map(({ units }) => ({ location, units })),
      )
      .sort((a, b) => b.units - a.units);
    return parts[0]?.location ?? null;
  };
}
