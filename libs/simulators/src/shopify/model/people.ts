import type { Shop } from './shop';
import type { Customer } from './state';

const FIRST_NAMES = ['Ada', 'Bruno', 'Chioma', 'Dai', 'Elif', 'Farid', 'Greta', 'Hana', 'Ivo', 'June'];
const LAST_NAMES = ['Abara', 'Brandt', 'Costa', 'Duval', 'Eriksen', 'Fontaine', 'Garcia', 'Hughes', 'Ito', 'Jansen'];
const STREETS = ['Harbour Lane', 'Mill Road', 'Orchard Street', 'Station Road', 'Temple Row'];

export interface Person {
  name?: string;
  email?: string;
  address?: string;
}

/** The buyer as named by the test, else somebody invented. Every order carries such data, so leaks can be looked for. */
export function customerFor(shop: Shop, person: Person = {}): Customer {
  const { rng, ids } = shop;
  const pick = (from: string[]) => from[rng.int(0, from.length - 1)];
  const [firstName, ...rest] = (person.name ?? `${pick(FIRST_NAMES)} ${pick(LAST_NAMES)}`).split(' ');
  const lastName = rest.join(' ') || pick(LAST_NAMES);
  return {
    id: ids.next('Customer'),
    addressId: ids.next('MailingAddress'),
    firstName,
    lastName,
    email: person.email ?? `${firstName}.${lastName}@example.com`.toLowerCase().replaceAll(' ', ''),
    address: {
      first_name: firstName,
      last_name: lastName,
      address1: person.address ?? `${rng.int(1, 240)} ${pick(STREETS)}`,
      city: 'Ottawa',
      zip: 'K2H7A8',
      province: 'Ontario',
      province_code: 'ON',
      country: 'Canada',
      country_code: 'CA',
      phone: null,
    },
  };
}
