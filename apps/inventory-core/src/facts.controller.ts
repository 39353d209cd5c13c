import { Controller, Inject } from '@nestjs/common';
import type { Envelope } from '@tillbridge/contracts';
import { FactBatch } from '@tillbridge/messaging';

export const HANDLE_FACTS = Symbol('HANDLE_FACTS');

@Controller()
export class FactsController {
  constructor(@Inject(HANDLE_FACTS) private readonly handle: (envelopes: readonly Envelope[]) => Promise<void>) {}

  /** Resolves only after the batch has been committed; then it is acknowledged. */
  @FactBatch()
  take(envelopes: Envelope[]): Promise<void> {
    return this.handle(envelopes);
  }
}
