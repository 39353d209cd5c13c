import type { LocksOut } from '@tillbridge/gateway-kit';
import { PermanentError, RetryableError } from '@tillbridge/persistence';

/** The store gave no usable answer (network, timeout, 5xx, 429): a write may or may not have taken effect. */
export class NoAnswer extends RetryableError {
  override readonly name = 'NoAnswer';

  constructor(
    message: string,
    readonly retryAfterMs: number | null = null,
  ) {
    super(message);
  }
}

/** The cost bucket is empty. Nothing promises that a throttled write did not run, so it is sent again under its key. */
export class Throttled extends NoAnswer {}

/** The store takes none of our tokens: nothing helps but a person, so nothing is repeated at once. */
export class Unauthorized extends NoAnswer implements LocksOut {
  readonly lockedOut = true;
}

/** The store said no, for good: the request is wrong, or we may not do this. `code` is Shopify's. */
export class Refused extends PermanentError {
  constructor(
    message: string,
    readonly code: string,
  ) {
    super(message);
  }
}
