import type { Emission } from './model/shop';

const TOPICS = {
  /** Signed with somebody else's secret. */
  bad_hmac: /./,
  null_available: /^inventory_levels\/(update|connect)$/,
  null_variant_id: /^orders\/(?!edited)/,
};
type Kind = keyof typeof TOPICS;
export const DELIVERY_FAULT_KINDS = Object.keys(TOPICS) as Kind[];

/** How the next deliveries of fitting topics go wrong. */
export interface DeliveryFault {
  kind: Kind;
  /** How many deliveries it hits: 1 if absent. */
  count?: number;
}

/** The faults waiting to strike; the first that fits a delivery is spent on it. */
export class DeliveryFaults {
  private waiting: Kind[] = [];

  add({ kind, count = 1 }: DeliveryFault): void {
    this.waiting.push(...Array.from({ length: count }, () => kind));
  }

  clear(): void {
    this.waiting = [];
  }

  list(): Kind[] {
    return [...this.waiting];
  }

  take(topic: string): Kind | undefined {
    const index = this.waiting.findIndex((kind) => TOPICS[kind].test(topic));
    return index < 0 ? undefined : this.waiting.splice(index, 1)[0];
  }
}

/** The payload as the fault leaves it. */
export function spoiled(fault: Kind | undefined, { payload }: Emission): Emission['payload'] {
  if (fault === 'null_available') return { ...payload, available: null };
  if (fault !== 'null_variant_id') return payload;
  const lines = payload.line_items as Record<string, unknown>[];
  return { ...payload, line_items: lines.map((line) => ({ ...line, variant_id: null })) };
}
