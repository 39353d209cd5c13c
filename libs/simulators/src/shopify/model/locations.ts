import { act, type Shop } from './shop';
import type { Location } from './state';

export interface LocationSpec {
  id?: string | number;
  name: string;
  active?: boolean;
  /** A fulfilment service ships from it. */
  service?: boolean;
}

export function addLocation(shop: Shop, { id, name, active = true, service = false }: LocationSpec): Location {
  const now = shop.now();
  const key = id === undefined ? shop.ids.next('Location') : String(id);
  const location: Location = { id: key, name, active, service, createdAt: now, updatedAt: now };
  shop.state.locations.set(key, location);
  return location;
}

/** Staff, or the app of a fulfilment service, add a location while the shop is open. */
export function openLocation(shop: Shop, spec: LocationSpec): Location {
  return act(shop, (action) => {
    const location = addLocation(shop, spec);
    action.location('create', location);
    return location;
  });
}
