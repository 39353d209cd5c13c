import { readOutlets, type Account } from './account';
import type { XSeriesClient } from './client';

/**
 * Whether an item's price is told with tax: as the outlet of our first location shows it to its customers. Items have
 * one price for all outlets, so one of them has to decide. Read once for each connection.
 */
export class PriceDisplay {
  private withTax: boolean | null = null;

  constructor(
    private readonly client: XSeriesClient,
    private readonly outlet: string | undefined,
  ) {}

  use(outlets: Account['outlets']): void {
    this.withTax = outlets.get(this.outlet ?? '')?.showsTax ?? true;
  }

  async isWithTax(): Promise<boolean> {
    if (this.withTax === null) this.use(await readOutlets(this.client));
    return this.withTax ?? true;
  }
}
