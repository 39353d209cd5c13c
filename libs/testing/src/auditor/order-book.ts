/** Units of one accepted line that its store has not let go of. */
export interface BookedLine {
  sku: string;
  locationId: string;
  ordered: number;
  /** Accepted and neither shipped, cancelled nor refunded. */
  open: number;
  /** Of these, units that a hold gave up because the shelf no longer had them. They are promised to nobody any more. */
  givenUp: number;
}

export interface Released {
  line: BookedLine;
  units: number;
  /** Of these, units that were still promised. */
  standing: number;
}

/** What each order of one store still waits for. */
export class OrderBook {
  private readonly orders = new Map<string, BookedLine[]>();

  linesOf(orderId: string): BookedLine[] {
    return this.orders.get(orderId) ?? [];
  }

  get lines(): BookedLine[] {
    return [...this.orders.values()].flat();
  }

  accept(orderId: string, sku: string, locationId: string, quantity: number): void {
    const line = this.linesOf(orderId).find((known) => known.sku === sku && known.locationId === locationId);
    if (line) {
      line.open += quantity;
      line.ordered += quantity;
    } else {
      const fresh = { sku, locationId, ordered: quantity, open: quantity, givenUp: 0 };
      this.orders.set(orderId, [...this.linesOf(orderId), fresh]);
    }
  }

  /** Lets go of units of one SKU, wherever they were booked. Returns what that takes off each line's standing promise. */
  release(orderId: string, sku: string, quantity: number): Released[] {
    let left = quantity;
    return this.linesOf(orderId)
      .filter((line) => line.sku === sku)
      .map((line) => {
        const units = Math.min(left, line.open);
        left -= units;
        const before = standingOf(line);
        line.open -= units;
        line.givenUp = Math.min(line.givenUp, line.open);
        return { line, units, standing: before - standingOf(line) };
      });
  }
}

export const standingOf = (line: BookedLine): number => line.open - line.givenUp;
