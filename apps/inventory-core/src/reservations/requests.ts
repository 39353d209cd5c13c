import type { ReservationState } from '../ledger/reservation';

/** One line that somebody wants, its item named by our id or by the till's SKU. */
export interface WantedLine {
  readonly itemId: string | null;
  readonly sku: string | null;
  readonly quantity: number;
  readonly unitPrice: string | null;
}

export type ReservationRequest =
  | {
      readonly kind: 'reserve';
      readonly channel: string;
      readonly lines: readonly WantedLine[];
      readonly ttlSeconds: number;
      readonly reference: string | null;
    }
  | { readonly kind: 'extend'; readonly id: string; readonly ttlSeconds: number }
  | { readonly kind: 'confirm'; readonly id: string; readonly paid: boolean; readonly reference: string | null }
  | { readonly kind: 'fulfil'; readonly id: string }
  | { readonly kind: 'release'; readonly id: string };

/** A request under its idempotency key. `fingerprint` stands for all that was asked. */
export interface ReservationCall {
  readonly key: string;
  readonly fingerprint: string;
  readonly request: ReservationRequest;
}

export interface ReservationShown {
  readonly id: string;
  readonly channel: string;
  readonly state: ReservationState | 'expired';
  readonly paid: boolean;
  readonly reference: string | null;
  /** null once it can run out no more. */
  readonly expiresAt: string | null;
  readonly lines: readonly {
    readonly line: string;
    readonly itemId: string;
    readonly location: string;
    readonly quantity: number;
    readonly unitPrice: string | null;
    readonly short: number;
  }[];
}

export interface MissingLine {
  readonly line: string;
  readonly itemId: string;
  readonly sku: string | null;
  readonly asked: number;
  readonly available: number;
}

export interface WrongField {
  readonly field: string;
  readonly value: string;
  readonly remedy: string;
}

/** What came of a request. Refusals are values: they are kept under the key, as what was granted is. */
export type Outcome =
  | { readonly kind: 'done'; readonly reservation: ReservationShown }
  /** `lines` says of each line that lacks units how many there are; empty where units are not the reason. */
  | { readonly kind: 'refused'; readonly reason: string; readonly lines: readonly MissingLine[] }
  | { readonly kind: 'wrong'; readonly problems: readonly WrongField[] }
  | { readonly kind: 'unknown'; readonly reason: string }
  /** The key stands for another request already. Never kept. */
  | { readonly kind: 'key taken'; readonly reason: string };

/** As {@link Outcome}, while the batch is being decided: what is granted is shown as it stands at its end. */
export type Decided = Exclude<Outcome, { kind: 'done' | 'key taken' }> | { readonly kind: 'done'; readonly id: string };

export const refused = (reason: string, lines: readonly MissingLine[] = []): Decided => ({
  kind: 'refused',
  reason,
  lines,
});
