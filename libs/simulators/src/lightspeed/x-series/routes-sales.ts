import { bodyOf, vendor } from './call';
import { conflict } from './errors';
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
      const input = readSale(retailer, bodyOf(call));
      const existing = input.id && retailer.sales.get(input.id);
      if (!existing) return answer(createSale(twin, input, 'api'));
      if (twin.settings.saleRepost === '409') throw conflict('a sale with this id exists');
      return answer(existing);
    }),
    'PUT /sales/:id': vendor((call, { id }) => {
      const sale = saleById(twin, id);
      const input = readSale(retailer, bodyOf(call));
      if (sale.returnFor) updateReturn(twin, sale, input, call.apiVersion >= ONE_RETURN_SINCE);
      else updateSale(twin, sale, input);
      return answer(sale);
    }),
    'POST /sales/:id/actions/return': vendor(({ apiVersion }, { id }) =>
      answer(startReturn(twin, saleById(twin, id), apiVersion >= ONE_RETURN_SINCE)),
    ),
  };
}
