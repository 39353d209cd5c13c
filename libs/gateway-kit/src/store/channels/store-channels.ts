import type { Tx } from '@tillbridge/persistence';
import type { BrakeSettings } from '../brake/brake';
import type { LevelKey } from '../store-adapter';

/** One store as configured. `vendor` means something to its adapter only; secrets are in the credential store. */
export interface StoreSettings {
  readonly channel: string;
  readonly storeLocations: readonly string[];
  /** What to do with an item the store lacks: list it there, or wait until a person links one. */
  readonly newItems: 'create' | 'link';
  readonly vendor: Readonly<Record<string, string>>;
  /** When it stops by itself; what is left out is as `brakeDefaults` has it. */
  readonly brake?: Partial<BrakeSettings>;
}

export interface StoreChannel {
  readonly settings: StoreSettings;
  /** Since when catalogue, orders and levels are known and pushing is allowed; null until then. */
  readonly connectedAt: Date | null;
  readonly disconnectedReason: string | null;
  /** The store's only active location, as last seen; null when it has several, or was never asked. */
  readonly soleLocation: string | null;
  /** When the newest complete poll of the orders started. */
  readonly ordersPolledAt: Date | null;
  /** The newest time, by the store's own clock, at which an order that we were told of had changed. */
  readonly ordersNewestAt: Date | null;
  /** Up to where the levels were looked over; null: the next round begins. */
  readonly sweptTo: LevelKey | null;
}

export interface StoreChannels {
  all(): Promise<StoreChannel[]>;
  get(tx: Tx, channel: string): Promise<StoreChannel | null>;
  /** Keeps the settings; what is known of the channel's state stays. */
  configure(tx: Tx, settings: StoreSettings): Promise<void>;
  /** What is known of the store's locations. */
  located(tx: Tx, channel: string, soleLocation: string | null): Promise<void>;
  connected(tx: Tx, channel: string, at: Date): Promise<void>;
  disconnected(tx: Tx, channel: string, reason: string): Promise<void>;
  /** Neither goes back. */
  ordersPolled(tx: Tx, channel: string, startedAt: Date, newestAt: Date | null): Promise<void>;
  swept(tx: Tx, channel: string, to: LevelKey | null): Promise<void>;
}
