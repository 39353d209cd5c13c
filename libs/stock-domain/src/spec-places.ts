import fc from 'fast-check';
import { emptyItem, type ItemState } from './item-state';
import { show, stocked } from './paper-item';
import type { Policy, ShopLayout, StorePlace } from './policy';
import { shop } from './spec-claims';

// Stores around one location and around three of them, and stock to begin with, for specs of who gets what.

const place = (channel: string, ...serves: string[]): StorePlace => ({ channel, storeLocation: channel, serves });

export const channels = ['store-a', 'store-b', 'store-c', 'store-d'] as const;
export const atOnePlace = channels.map((channel) => place(channel, 'main'));
/** Each location serves some of the stores, and each but the first store is served from two. */
export const atThree = [
  place('store-a', 'main'),
  place('store-b', 'main', 'depot'),
  place('store-c', 'depot', 'attic'),
  place('store-d', 'main', 'attic'),
];

/** New claims have 250 ms to meet. */
export const windowed = (policy: Partial<Policy>, places: readonly StorePlace[] = atOnePlace): ShopLayout => ({
  ...shop({ arbitrationWindowMs: 250, ...policy }),
  places,
});

const upTo = (most: number) => fc.integer({ min: 0, max: most });

export const oneItem = (most: number): fc.Arbitrary<readonly ItemState[]> =>
  upTo(most).map((level) => [stocked(level)]);

export const threeItems = (most: number): fc.Arbitrary<readonly ItemState[]> =>
  fc
    .tuple(upTo(most), upTo(most), upTo(most))
    .map((levels) => levels.map((level, index) => stocked(level, 'main', emptyItem(`item-${index}`))));

export const atLocations = (main: number, depot: number, attic: number): ItemState =>
  show(show(stocked(main), depot, 0, { location: 'depot' }), attic, 0, { location: 'attic' });

export const threeLocations: fc.Arbitrary<readonly ItemState[]> = fc
  .tuple(upTo(5), upTo(4), upTo(3))
  .map((levels) => [atLocations(...levels)]);
