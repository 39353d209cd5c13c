import type { Payment, Sale, SaleLine } from './records';
import type { Retailer } from './retailer';
import { totalOf } from './sale-input';
import { apiTime } from './times';

/** A sale as the dated API shows it. */
export function saleView(retailer: Retailer, sale: Sale) {
  const { price, tax } = totalOf(sale.lines);
  return {
    id: sale.id,
    state: sale.state,
    attributes: sale.attributes,
    date: apiTime(Date.parse(sale.date)),
    note: sale.note,
    customer_id: sale.customerId,
    invoice_number: sale.invoiceNumber,
    receipt_number: sale.invoiceNumber,
    short_code: sale.id.slice(0, 6),
    source: {
      author: { id: sale.authorId },
      register_id: sale.registerId,
      outlet_id: sale.outletId,
      type: sale.sourceType,
      id: sale.sourceId,
    },
    line_items: sale.lines.map((line, sequence) => lineView(sale, line, sequence)),
    payments: sale.payments.map((payment) => paymentView(retailer, sale, payment)),
    taxes: [...new Set(sale.lines.map((line) => line.taxId))].map((id) => ({
      id,
      tax: totalOf(sale.lines.filter((line) => line.taxId === id)).tax,
    })),
    totals: { price, tax, price_incl_tax: round(price + tax), loyalty: 0, surcharge: 0 },
    return: { is_return: sale.returnFor !== null, original_sale_id: sale.returnFor, return_sale_ids: sale.returnedBy },
    adjustments: [],
    ecom_custom_charges: [],
    external_applications: [],
    created_at: apiTime(sale.createdAt),
    updated_at: apiTime(sale.updatedAt),
    deleted_at: null,
    _metadata: { version: sale.version, has_unsynced_on_account_payments: false },
  };
}

function lineView(sale: Sale, line: SaleLine, sequence: number) {
  return {
    id: line.id,
    product: { id: line.productId },
    quantity: line.quantity,
    pricing: {
      price: line.price,
      total: round(line.price * line.quantity),
      cost: line.cost,
      cost_total: round(line.cost * line.quantity),
      discount: line.discount,
      discount_total: round(line.discount * line.quantity),
      loyalty_amount: 0,
      loyalty_amount_total: 0,
    },
    tax: { id: line.taxId, amount: line.taxAmount, total: round(line.taxAmount * line.quantity) },
    return: { is_return: line.isReturn },
    status: sale.state === 'parked' ? 'SAVED' : 'CONFIRMED',
    source: { register_id: sale.registerId },
    _metadata: { sequence, is_price_override: line.priceOverridden, tax_components: [] },
  };
}

function paymentView(retailer: Retailer, sale: Sale, payment: Payment) {
  return {
    id: payment.id,
    type: { config_id: payment.typeId, name: retailer.paymentTypes.get(payment.typeId)?.name },
    amount: payment.amount,
    date: apiTime(Date.parse(payment.date)),
    deleted_at: payment.deletedAt === null ? null : apiTime(payment.deletedAt),
    source: { register_id: sale.registerId, outlet_id: sale.outletId },
  };
}

const round = (amount: number) => Math.round(amount * 100) / 100;
