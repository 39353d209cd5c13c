import { randomBytes } from 'node:crypto';
import type { TillAccounts } from '@tillbridge/gateway-kit';
import type { CredentialStore, UnitOfWork } from '@tillbridge/persistence';
import type { ShopConfig } from '@tillbridge/service-kit';
import { credentialNames } from './credential-names';
import type { XSeriesSettings } from './x-series/settings';

interface ImportDeps {
  unitOfWork: UnitOfWork;
  credentials: CredentialStore;
  accounts: TillAccounts;
}

const webhookSecretBytes = 24;

/** Keeps the till's part of the file as a row and its secrets encrypted. The webhook secret is made once and stays. */
export async function importTill({ till }: ShopConfig, deps: ImportDeps): Promise<string> {
  const settings: XSeriesSettings = {
    baseUrl: till.baseUrl.replace(/\/$/, ''),
    apiVersion: till.apiVersion,
    locations: till.locations.map(({ location, outlet }) => ({ location, outlet: outlet.toLowerCase() })),
    chargesProduct: till.chargesProduct?.toLowerCase() ?? null,
    currency: till.currency ?? null,
    webOrders: till.webOrders.map(({ channel, location, register, user, paymentType, tax, taxes }) => ({
      channel,
      location,
      register: register.toLowerCase(),
      user: user.toLowerCase(),
      paymentType: paymentType.toLowerCase(),
      tax: tax.toLowerCase(),
      taxes: taxes.map((one) => one.toLowerCase()),
    })),
  };
  const names = credentialNames(till.channel);
  const known = await deps.credentials.get(names.webhookSecret);
  await deps.unitOfWork.run(async (tx) => {
    await deps.accounts.put(tx, { till: till.channel, series: till.series, settings });
    await deps.credentials.put(tx, names.token, till.token);
    // Empty means: none. A removed secret must not go on verifying.
    await deps.credentials.put(tx, names.clientSecret, till.clientSecret ?? '');
    if (known === null)
      await deps.credentials.put(tx, names.webhookSecret, randomBytes(webhookSecretBytes).toString('base64url'));
  });
  const stores = [...new Set(settings.webOrders.map((entry) => entry.channel))].join(', ');
  return `till ${till.channel}: ${settings.locations.length} location(s); web orders of ${stores} are recorded there`;
}
