import type { EventDefinition, ServiceName } from './define-event';
import { cartObserved } from './events/cart';
import { catalogItemListed, itemRegistered } from './events/catalog';
import { channelStateChanged } from './events/channel';
import { driftDetected } from './events/drift';
import { orderObserved, orderResolved, orderShort } from './events/order';
import { reservationChanged } from './events/reservation';
import { availabilityChanged, editDecided, storeClaimChanged, storeLevelSettled } from './events/store';
import { tillCountChanged, tillPostAnswered, tillPostGranted, tillReadWanted, tillStockObserved } from './events/till';

/** Every fact that travels, in one place. Adding a consumer means adding one name to the event it listens to. */
export const registry: readonly EventDefinition[] = [
  catalogItemListed,
  itemRegistered,
  tillStockObserved,
  tillPostGranted,
  tillPostAnswered,
  tillCountChanged,
  tillReadWanted,
  orderObserved,
  orderShort,
  orderResolved,
  cartObserved,
  reservationChanged,
  storeClaimChanged,
  storeLevelSettled,
  availabilityChanged,
  editDecided,
  channelStateChanged,
  driftDetected,
];

const byKey = new Map(registry.map((definition) => [definition.routingKey, definition]));

/** The definition behind `type` and `version`, or undefined for a fact this release does not know. */
export function findEvent(type: string, version: number): EventDefinition | undefined {
  return byKey.get(`${type}.v${version}`);
}

export function consumedBy(service: ServiceName): EventDefinition[] {
  return registry.filter((definition) => definition.consumers.includes(service));
}
