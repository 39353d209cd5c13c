/** Records as API 1.0 shows them, which is what webhooks carry whatever API version the receiver uses. */
import type { InventoryRow, Product, Sale } from './records';
import { statusOf } from './sale-states';
import { hookTime } from './times';

export function hookInventory(row: InventoryRow) {
  return {
    id: row.id,
    product_id: row.productId,
    outlet_id: row.outletId,
    attributed_cost: '0.00',
    count: row.level - row.toProcure,
    reorder_point: '0',
    restock_level: '0',
    version: row.version,
  };
}

export function hookProduct(product: Product, rows: InventoryRow[]) {
  return {
    id: product.id,
    sku: product.sku,
    handle: product.handle,
    name: product.name,
    active: product.active,
    deleted_at: product.deletedAt === null ? null : hookTime(product.deletedAt),
    source: product.source,
    source_id: product.sourceId,
    source_variant_id: null,
    variant_parent_id: product.parentId,
    supply_price: '0.00',
    price: product.price.toFixed(2),
    inventory: rows.map(hookInventory),
    version: product.version,
  };
}

export function hookSale(sale: Sale) {
  return {
    id: sale.id,
    source: sale.sourceType ?? 'USER',
    source_id: sale.sourceId,
    register_id: sale.registerId,
    user_id: sale.authorId,
    customer_id: sale.customerId,
    sale_date: hookTime(Date.parse(sale.date)),
    status: statusOf(sale.state, sale.attributes),
    invoice_number: sale.invoiceNumber,
    note: sale.note,
    return_for: sale.returnFor ?? '',
    register_sale_products: sale.lines.map((line, index) => ({
      id: line.id,
      product_id: line.productId,
      quantity: line.quantity,
      price: line.price,
      tax: line.taxAmount,
      tax_id: line.taxId,
      sequence: String(index),
      status: sale.state === 'parked' ? 'SAVED' : 'CONFIRMED',
    })),
    register_sale_payments: sale.payments
      .filter((payment) => payment.deletedAt === null)
      .map((payment) => ({
        id: payment.id,
        amount: payment.amount,
        retailer_payment_type_id: payment.typeId,
        payment_date: hookTime(Date.parse(payment.date)),
      })),
    version: sale.version,
  };
}
