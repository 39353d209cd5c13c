import { PermanentError } from '@tillbridge/persistence';
import { amountText } from '@tillbridge/contracts';
import type { Account, ById, Product } from './account';
import type { WebOrderSettings, XSeriesSettings } from './settings';

/** Compares what was configured with what the account has. @throws PermanentError naming every id that does not fit. */
export function checkPlaces(account: Account, settings: XSeriesSettings, charges: Product | null): string[] {
  const problems = [
    ...chargesProblems(settings.chargesProduct, charges),
    ...settings.locations.flatMap(({ outlet }, i) =>
      unknown(`till.locations[${i}].outlet`, outlet, 'outlet', account.outlets),
    ),
    ...settings.webOrders.flatMap((entry, i) => webOrderProblems(`till.webOrders[${i}]`, entry, account, settings)),
  ];
  if (problems.length > 0) throw new PermanentError(problems.join('\n'));
  return settings.locations.map(({ location, outlet }) => `${location}: ${account.outlets.get(outlet)?.name}`);
}

function webOrderProblems(
  path: string,
  entry: WebOrderSettings,
  account: Account,
  settings: XSeriesSettings,
): string[] {
  return [
    ...registerProblems(`${path}.register`, entry, account, settings),
    ...unknown(`${path}.user`, entry.user, 'user', account.users),
    ...unknown(`${path}.paymentType`, entry.paymentType, 'payment type', account.paymentTypes),
    ...taxProblems(`${path}.tax`, entry.tax, account.taxes),
    ...entry.taxes.flatMap((id, i) => ratedTaxProblems(`${path}.taxes[${i}]`, id, account.taxes)),
  ];
}

/** The vendor takes the units from the outlet that the register stands in, whatever we mean. */
function registerProblems(
  path: string,
  { register, location }: WebOrderSettings,
  { registers, outlets }: Account,
  settings: XSeriesSettings,
): string[] {
  const found = registers.get(register);
  if (!found) return unknown(path, register, 'register', registers);
  const outlet = settings.locations.find((entry) => entry.location === location)?.outlet;
  if (outlet !== undefined && found.outlet === outlet) return [];
  const there = new Map([...registers].filter(([, one]) => one.outlet === outlet));
  const where = outlets.get(found.outlet ?? '')?.name ?? 'no outlet';
  return [
    `${path}: ${found.name} (${register}) stands in ${where}, not in that of location ${location}; ${use(there)}`,
  ];
}

function taxProblems(path: string, id: string, taxes: Account['taxes']): string[] {
  const tax = taxes.get(id);
  if (!tax) return unknown(path, id, 'tax', taxes);
  if (tax.rate === 0n) return [];
  const free = new Map([...taxes].filter(([, one]) => one.rate === 0n));
  return [
    `${path}: ${tax.name} (${id}) has a rate of ${amountText(tax.rate)}, but stands for what the store charged no tax on; ` +
      `name it under taxes, and here ${use(free)}`,
  ];
}

function ratedTaxProblems(path: string, id: string, taxes: Account['taxes']): string[] {
  const tax = taxes.get(id);
  if (!tax) return unknown(path, id, 'tax', taxes);
  if (tax.rate !== 0n) return [];
  const rated = new Map([...taxes].filter(([, one]) => one.rate !== 0n));
  return [`${path}: ${tax.name} (${id}) has no rate; leave it out, or ${use(rated)}`];
}

/** Its level would fall with every order, and be taken for something that was sold. */
function chargesProblems(id: string | null, product: Product | null): string[] {
  if (id === null) return [];
  if (product === null) return [`till.chargesProduct: ${id} is no product of this account; make one without inventory`];
  if (!product.keepsStock) return [];
  return [`till.chargesProduct: ${product.name} (${id}) keeps inventory; give a product that keeps none`];
}

function unknown(path: string, id: string, what: string, known: ById<{ name: string }>): string[] {
  return known.has(id) ? [] : [`${path}: ${id} is no ${what} of this account; ${use(known)}`];
}

const shownMax = 10;

/** The remedy: what would have been right. */
function use(choice: ById<{ name: string }>): string {
  if (choice.size === 0) return 'there is none yet: make one in Lightspeed';
  const shown = [...choice].slice(0, shownMax).map(([id, { name }]) => `${name} (${id})`);
  return `use one of: ${shown.join(', ')}${choice.size > shownMax ? ' and more' : ''}`;
}
