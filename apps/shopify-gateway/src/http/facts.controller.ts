import { Controller, Inject } from '@nestjs/common';
import type { Envelope } from '@tillbridge/contracts';
import type { StoreGateway } from '@tillbridge/gateway-kit';
import { FactBatch } from '@tillbridge/messaging';
import { STORE_GATEWAY } from '../wiring/tokens';

@Controller()
export class FactsController {
  constructor(@Inject(STORE_GATEWAY) private readonly gateway: StoreGateway) {}

  /** Resolves only after the batch has been committed; then it is acknowledged. */
  @FactBatch()
  take(envelopes: Envelope[]): Promise<void> {
    return this.gateway.takeFacts(envelopes);
  }
}
