/** How the orders that one store serves from one location are recorded at the till. */
export interface WebOrderSettings {
  channel: string;
  location: string;
  register: string;
  user: string;
  paymentType: string;
  /** Without a rate. */
  tax: string;
  /** With a rate each: a line goes under the one that makes the tax which its store charged. Empty: all go under `tax`. */
  taxes: string[];
}

/** What was imported before shops could say these things is as if their files did not say them. */
export function storedSettings(stored: unknown): XSeriesSettings {
  const settings = stored as XSeriesSettings;
  return {
    ...{ chargesProduct: null, currency: null },
    ...settings,
    webOrders: settings.webOrders.map((entry) => ({ ...{ taxes: [] }, ...entry })),
  };
}

/** What the import keeps of the till's part of tillbridge.yaml; the token and secrets are kept apart, encrypted. */
export interface XSeriesSettings {
  baseUrl: string;
  apiVersion: string;
  locations: { location: string; outlet: string }[];
  /** Under which shipping and the like are recorded; null: they are left out. */
  chargesProduct: string | null;
  /** What the till counts in; null: whatever the orders are in. */
  currency: string | null;
  webOrders: WebOrderSettings[];
}
