/** How the orders that one store serves from one location are recorded at the till. */
export interface WebOrderSettings {
  channel: string;
  location: string;
  register: string;
  user: string;
  paymentType: string;
  tax: string;
}

/** What the import keeps of the till's part of tillbridge.yaml; the token and secrets are kept apart, encrypted. */
export interface XSeriesSettings {
  baseUrl: string;
  apiVersion: string;
  locations: { location: string; outlet: string }[];
  webOrders: WebOrderSettings[];
}
