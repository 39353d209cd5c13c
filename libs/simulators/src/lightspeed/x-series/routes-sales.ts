import { bodyOf, vendor } from './call';
import { conflict, unprocessable } from './errors';
import { feed, SALES_PAGE_MAX } from './feed';
import { startReturn, updateReturn } from './returns';
import { readSale } from './sale-input';
import { createSale, saleById, updateSale } from './sales';
import type { Sale } from './records';
import type { Twin } from './twin';
import { saleView } from './views-sale';

/** Since this version a sale has one parked return at a time. */
const ONE_RETURN_SINCE = '2026-07';

export function saleRoutes(twin: Twin) {
  const { retailer } = twin;
  const answer = (sale: Sale) => ({ body: { data: saleView(retailer, sale) } });
  return {
    'GET /sales': vendor(({ query }) => ({
      body: feed(retailer.sales.values(), query, (sale) => saleView(retailer, sale), SALES_PAGE_MAX),
    })),
    'GET /sales/:id': vendor((_, { id }) => answer(saleById(twin, id))),
    'POST /sales': vendor((call) => {
      const input = readSale(twin, bodyOf(call));
      const known = input.id === undefined ? undefined : retailer.sales.get(input.id);
      if (known) refuseRepost(twin);
      const sale = known ?? createSale(twin, input, 'api');
      return twin.settings.saleRepost === 'id-only' ? { body: { data: { id: sale.id } } } : answer(sale);
    }),
    'PUT /sales/:id': vendor((call, { id }) => {
      const sale = saleById(twin, id);
      const input = readSale(twin, bodyOf(call));
      if (sale.returnFor) updateReturn(twin, sale, input, call.apiVersion >= ONE_RETURN_SINCE);
      else updateSale(twin, sale, input);
      return answer(sale);
    }),
    'POST /sales/:id/actions/return': vendor(({ apiVersion }, { id }) =>
      answer(startReturn(twin, saleById(twin, id), apiVersion >= ONE_RETURN_SINCE)),
    ),
  };
}

function refuseRepost({ settings }: Twin): void {
  const message = 'a sale with this id exists';
  if (settings.saleRepost === '409') throw conflict(message);
  if (settings.saleRepost === '422') throw unprocessable(message);
}
