import { bodyOf, vendor } from './call';
import { advance, consignmentById, createConsignment, setLine } from './consignments';
import { unprocessable } from './errors';
import { feed } from './feed';
import type { ConsignmentType } from './records';
import type { Twin } from './twin';
import { consignmentLineView, consignmentView } from './views-stock';

type Json = Record<string, unknown>;
const TYPES: string[] = ['SUPPLIER', 'OUTLET', 'STOCKTAKE', 'RETURN'] satisfies ConsignmentType[];

export function consignmentRoutes(twin: Twin) {
  const { retailer } = twin;
  return {
    'GET /consignments': vendor(({ query }) => {
      const fits = (name: string, value: string) => (query.get(name) ?? value) === value;
      const found = [...retailer.consignments.values()].filter(
        (one) => fits('type', one.type) && fits('status', one.status) && fits('outlet_id', one.outletId),
      );
      return { body: feed(found, query, consignmentView) };
    }),
    'POST /consignments': vendor((call) => {
      const body = unwrap(bodyOf(call));
      if (!TYPES.includes(String(body.type))) throw unprocessable(`type must be one of ${TYPES.join(', ')}`);
      const outletId = String(body.outlet_id);
      if (!retailer.outlets.has(outletId)) throw unprocessable('outlet_id is required and must exist');
      const consignment = createConsignment(
        twin,
        {
          type: body.type as ConsignmentType,
          outletId,
          status: body.status as string | undefined,
          name: body.name as string | undefined,
          sourceOutletId: body.source_outlet_id as string | undefined,
          filters: body.filters as unknown[] | undefined,
        },
        'api',
      );
      return { status: 201, body: { data: consignmentView(consignment) } };
    }),
    'GET /consignments/:id': vendor((_, { id }) => ({ body: { data: consignmentView(consignmentById(twin, id)) } })),
    'PUT /consignments/:id': vendor((call, { id }) => {
      const consignment = consignmentById(twin, id);
      const status = unwrap(bodyOf(call)).status;
      if (typeof status === 'string' && status !== consignment.status) advance(twin, consignment, status);
      return { body: { data: consignmentView(consignment) } };
    }),
    'GET /consignments/:id/products': vendor(({ query }, { id }) => ({
      body: feed(consignmentById(twin, id).lines.values(), query, (line) => consignmentLineView(retailer, line)),
    })),
    'POST /consignments/:id/products': vendor((call, { id }) => {
      const line = readLine(unwrap(bodyOf(call)));
      const set = setLine(twin, consignmentById(twin, id), line.productId, line.units);
      return { body: { data: consignmentLineView(retailer, set) } };
    }),
    'POST /consignments/:id/bulk': vendor((call, { id }) => {
      const list: unknown = bodyOf(call);
      if (!Array.isArray(list)) throw unprocessable('a list of products is required');
      const lines = list.map(readLine).map(({ productId, units }) => {
        const { received, count } = consignmentLineView(
          retailer,
          setLine(twin, consignmentById(twin, id), productId, units),
        );
        return [productId, { count, received }];
      });
      return { body: { data: Object.fromEntries(lines) as Json } };
    }),
  };
}

/** The specification wraps bodies in `data`, the tutorial does not; both are taken. */
function unwrap(body: Json): Json {
  return typeof body.data === 'object' && body.data !== null ? (body.data as Json) : body;
}

function readLine(line: Json): { productId: string; units: { count?: number; received?: number } } {
  const units = { count: decimal(line.count), received: decimal(line.received) };
  if (units.count === undefined && units.received === undefined) throw unprocessable('count or received is required');
  return { productId: String(line.product_id), units };
}

function decimal(value: unknown): number | undefined {
  if (value === undefined || value === null) return undefined;
  const read = Number(value);
  if (!Number.isFinite(read)) throw unprocessable('quantities must be decimal strings');
  return read;
}
