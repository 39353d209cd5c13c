/** A refusal that comes as data beside an HTTP 200. `code`: null where Shopify has no word for it. */
export interface UserError {
  code?: string | null;
  message: string;
}
