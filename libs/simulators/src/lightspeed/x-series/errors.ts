/** A refusal the vendor would send: `{"error","message"}` under a status of its own. */
export class VendorError extends Error {
  constructor(
    readonly status: number,
    readonly error: string,
    message: string,
  ) {
    super(message);
  }
}

export const badRequest = (message: string) => new VendorError(400, 'Bad Request', message);
export const unauthorized = (message: string) => new VendorError(401, 'Unauthorized', message);
export const forbidden = (path: string) => new VendorError(403, 'Forbidden', `the access token does not reach ${path}`);
export const notFound = (what: string) => new VendorError(404, 'Not Found', `${what} not found`);
export const conflict = (message: string) => new VendorError(409, 'Conflict', message);
export const unprocessable = (message: string) => new VendorError(422, 'Unprocessable Entity', message);
