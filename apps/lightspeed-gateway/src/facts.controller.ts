import { Controller, Inject } from '@nestjs/common';
import type { Envelope } from '@tillbridge/contracts';
import { FactBatch } from '@tillbridge/messaging';
import { handleFacts, type HandleFactsDeps } from './handle-facts';
import { HANDLE_FACTS_DEPS } from './tokens';

@Controller()
export class FactsController {
  constructor(@Inject(HANDLE_FACTS_DEPS) private readonly deps: HandleFactsDeps) {}

  @FactBatch()
  handle(envelopes: Envelope[]): Promise<void> {
    return handleFacts(envelopes, this.deps);
  }
}
