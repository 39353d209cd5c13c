/** What the retailer's account holds, in the twin's own words; the vendor's field names appear in the views only. */
export interface Versioned {
  id: string;
  version: bigint;
}

export interface Outlet extends Versioned {
  name: string;
  displayPrices: 'inclusive' | 'exclusive';
}

export interface Register extends Versioned {
  name: string;
  outletId: string;
}

export interface Named extends Versioned {
  name: string;
}

export interface Tax extends Named {
  /** 0.15 is 15 %. */
  rate: number;
  rateId: string;
  isDefault: boolean;
}

export interface ProductCode {
  type: string;
  code: string;
}

export interface Product extends Versioned {
  name: string;
  handle: string;
  sku: string;
  codes: ProductCode[];
  /** Before tax. */
  price: number;
  tracked: boolean;
  /** Units of each component, by product id, that one unit of a composite takes; null for an ordinary product. */
  components: Map<string, number> | null;
  active: boolean;
  familyId: string;
  parentId: string | null;
  options: { name: string; value: string }[];
  source: string;
  sourceId: string | null;
  createdAt: number;
  updatedAt: number;
  deletedAt: number | null;
}

export interface RowState {
  level: number;
  /** Owed to fulfilments that the level could not serve. */
  toProcure: number;
  version: bigint;
  deletedAt: number | null;
}

/** One product at one outlet. */
export interface InventoryRow extends RowState {
  id: string;
  productId: string;
  outletId: string;
  /** Earlier states, oldest first, for readers behind a lagging replica. */
  past: (RowState & { at: number })[];
}

export type SaleState = 'parked' | 'pending' | 'voided' | 'closed';

/** What a sale line does to its inventory row. `owe` takes what is there and leaves the rest to be procured. */
export type StockEffect = 'none' | 'deduct' | 'owe';

export interface SaleLine {
  id: string;
  productId: string;
  /** Negative: comes back. */
  quantity: number;
  price: number;
  /** Keeps `price` from being replaced by the product's own. */
  priceOverridden: boolean;
  cost: number;
  discount: number;
  taxId: string;
  /** Tax of one unit. */
  taxAmount: number;
  isReturn: boolean;
  effect: StockEffect;
  taken: number;
  owed: number;
}

export interface Payment {
  id: string;
  typeId: string;
  amount: number;
  date: string;
  deletedAt: number | null;
}

export interface Sale extends Versioned {
  state: SaleState;
  attributes: string[];
  date: string;
  note: string;
  customerId: string | null;
  invoiceNumber: string;
  authorId: string;
  registerId: string;
  outletId: string;
  sourceType: string | null;
  sourceId: string | null;
  lines: SaleLine[];
  payments: Payment[];
  returnFor: string | null;
  returnedBy: string[];
  /** Who rang it up; decides under which name it appears in the twin's log. */
  by: 'till' | 'api';
  createdAt: number;
  updatedAt: number;
}

export type Sign = 'POSITIVE' | 'NEGATIVE';

export interface AdjustmentReason extends Versioned {
  name: string;
  enabled: boolean;
  type: Sign;
  createdAt: number;
  updatedAt: number;
}

export interface StockAdjustment extends Versioned {
  userId: string;
  productId: string;
  outletId: string;
  quantity: string;
  reason: string;
  reasonId: string | null;
  createdAt: number;
}

export interface ConsignmentLine {
  productId: string;
  count: number | null;
  received: number | null;
  version: bigint;
  createdAt: number;
  updatedAt: number;
}

export type ConsignmentType = 'SUPPLIER' | 'OUTLET' | 'STOCKTAKE' | 'RETURN';

export interface Consignment extends Versioned {
  type: ConsignmentType;
  status: string;
  name: string;
  outletId: string;
  sourceOutletId: string | null;
  filters: unknown[];
  lines: Map<string, ConsignmentLine>;
  by: 'till' | 'api';
  createdAt: number;
  updatedAt: number;
  receivedAt: number | null;
}

export interface Hook {
  id: string;
  type: string;
  url: string;
  active: boolean;
  /** Set for hooks made by an OAuth app: what its deliveries are signed with. */
  secret: string | null;
}
