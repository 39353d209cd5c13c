import { configureStore, type StoreSettings } from '@tillbridge/gateway-kit';
import { DecryptionFailed, type CredentialStore, type Tx } from '@tillbridge/persistence';
import type { ImportContext, ShopConfig, StoreSettings as ConfiguredStore } from '@tillbridge/service-kit';
import type { ShopifyGatewayConfig } from '../config';
import { credentialNames } from '../store/settings';

/** `stores` of tillbridge.yaml become rows; their secrets go, encrypted, to the credential store. */
export async function importStores(shop: ShopConfig, context: ImportContext<ShopifyGatewayConfig>): Promise<string> {
  for (const store of shop.stores)
    await context.unitOfWork.run(async (tx) => {
      await configureStore(tx, settingsOf(store));
      await keepSecrets(tx, store, context.credentials);
    });
  return `${shop.stores.length} store(s) configured: ${shop.stores.map((store) => store.channel).join(', ')}`;
}

function settingsOf(store: ConfiguredStore): StoreSettings {
  const { channel, domain, baseUrl, apiVersion, newItems, brake } = store;
  return {
    channel,
    storeLocations: store.locations.map((location) => location.storeLocation),
    newItems,
    brake: { ...brake },
    vendor: { domain, baseUrl: (baseUrl ?? `https://${domain}`).replace(/\/+$/, ''), apiVersion },
  };
}

async function keepSecrets(tx: Tx, store: ConfiguredStore, credentials: CredentialStore): Promise<void> {
  const names = credentialNames(store.channel);
  const known = await readable(credentials, names.clientSecret);
  // Webhooks signed before a rotation may still be on their way.
  if (known && known !== store.clientSecret) await credentials.put(tx, names.previousClientSecret, known);
  await credentials.put(tx, names.clientSecret, store.clientSecret);
  if (store.clientId) await credentials.put(tx, names.clientId, store.clientId);
  if (store.accessToken) await credentials.put(tx, names.accessToken, store.accessToken);
}

/** A secret sealed under a lost key is replaced: importing again is how one gets over that. */
async function readable(credentials: CredentialStore, name: string): Promise<string | null> {
  try {
    return await credentials.get(name);
  } catch (error) {
    if (error instanceof DecryptionFailed) return null;
    throw error;
  }
}
