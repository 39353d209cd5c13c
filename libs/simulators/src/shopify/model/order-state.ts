/** Orders and what serves them; part of the state in state.ts. */

export interface Address {
  first_name: string;
  last_name: string;
  address1: string;
  city: string;
  zip: string;
  province: string;
  province_code: string;
  country: string;
  country_code: string;
  phone: string | null;
}

export interface Customer {
  id: string;
  addressId: string;
  firstName: string;
  lastName: string;
  email: string;
  address: Address;
}

/** Units of a line at one location, and how far they have come. */
export interface Allocation {
  locationId: string;
  /** Promised here and not yet fulfilled, refunded or removed. */
  open: number;
  fulfilled: number;
}

/** In whole cents. */
export interface Priced {
  price: number;
  tax: number;
}

export interface ShippingLine extends Priced {
  id: string;
  title: string;
  discount: number;
  refunded: Priced;
}

export interface Line {
  id: string;
  variantId: string;
  productId: string;
  itemId: string;
  sku: string | null;
  title: string;
  variantTitle: string | null;
  price: string;
  requiresShipping: boolean;
  tracked: boolean;
  giftCard: boolean;
  /** Its part of the order's discount, of all units ordered, in cents. */
  discount: number;
  /** Of all units ordered, in cents. */
  tax: number;
  /** What was refunded, cancelled or removed by an edit. */
  takenOff: Priced;
  /** Units ordered, including those removed or refunded later. */
  quantity: number;
  /** Units ordered, excluding those removed or refunded. */
  current: number;
  fulfilled: number;
  allocations: Allocation[];
}

export interface RefundLine extends Priced {
  id: string;
  lineId: string;
  quantity: number;
  restockType: 'no_restock' | 'cancel' | 'return';
  locationId: string | null;
}

export interface Refund {
  id: string;
  createdAt: number;
  note: string;
  lines: RefundLine[];
  shipping: Priced;
  /** Paid back beyond goods and shipping, in cents; negative: less than they came to. */
  adjustment: number;
  /** Paid back in all, in cents. */
  amount: number;
}

export interface Fulfillment {
  id: string;
  locationId: string;
  createdAt: number;
  /** Staff took it back: its units are to be shipped again. */
  cancelled: boolean;
  lines: { lineId: string; quantity: number }[];
}

export interface Order {
  id: string;
  number: number;
  name: string;
  token: string;
  cartToken: string | null;
  checkoutToken: string;
  confirmation: string;
  customer: Customer;
  paid: boolean;
  tags: string[];
  note: string | null;
  lines: Line[];
  discountCode: string | null;
  shipping: ShippingLine | null;
  /** In cents, as what a gift card paid. */
  tip: number;
  paidByGiftCard: number;
  refunds: Refund[];
  fulfillments: Fulfillment[];
  createdAt: number;
  updatedAt: number;
  cancelledAt: number | null;
  cancelReason: string | null;
  cancelStaffNote: string | null;
  /** An orderCancel was accepted and its job has not run yet. */
  cancelling: boolean;
  edited: boolean;
  /** False until the routing job has run: the fulfilment orders can't be seen before. */
  routed: boolean;
  eventId: string;
}

export interface Hold {
  id: string;
  reason: string;
  reasonNotes: string | null;
  handle: string | null;
  externalId: string | null;
}

export interface FulfillmentOrderLine {
  id: string;
  lineId: string;
  total: number;
  remaining: number;
}

export interface FulfillmentOrder {
  id: string;
  orderId: string;
  locationId: string;
  status: 'OPEN' | 'ON_HOLD' | 'CLOSED' | 'CANCELLED' | 'IN_PROGRESS';
  holds: Hold[];
  lines: FulfillmentOrderLine[];
  createdAt: number;
  updatedAt: number;
}
