import { unwatched, type Access, type StoreChannels, type StoreSettings } from '@tillbridge/gateway-kit';
import { RetryableError, type CredentialStore, type UnitOfWork } from '@tillbridge/persistence';
import { ShopifyAdapter } from '../adapter';
import { AdminClient } from '../admin/client';
import { ClientCredentials, ImportedTokens, StaticToken, type TokenProvider } from '../admin/token';
import { credentialNames, shopifyStore } from '../store/settings';

export interface AdapterSource {
  uow: UnitOfWork;
  channels: StoreChannels;
  credentials: CredentialStore;
}

/** Thrown for a channel that `tillbridge.yaml` does not name. */
export class UnknownChannel extends RetryableError {
  override readonly name = 'UnknownChannel';
}

/** Makes the adapter of one configured channel from its row and its secrets. */
export async function makeAdapter(
  source: AdapterSource,
  channel: string,
  access: Access = unwatched,
): Promise<ShopifyAdapter> {
  const row = await source.uow.run((tx) => source.channels.get(tx, channel));
  if (!row)
    throw new UnknownChannel(`channel ${channel} is not configured: name it in tillbridge.yaml and import that`);
  return adapterOf(row.settings, source.credentials, access);
}

async function adapterOf(
  settings: StoreSettings,
  credentials: CredentialStore,
  access: Access,
): Promise<ShopifyAdapter> {
  const store = shopifyStore(settings);
  const names = credentialNames(settings.channel);
  const secret = await credentials.get(names.clientSecret);
  if (!secret) throw new Error(`channel ${settings.channel} has no clientSecret; import tillbridge.yaml again`);
  const previous = await credentials.get(names.previousClientSecret);
  const { baseUrl, apiVersion } = store;
  const imported = () => tokensOf(baseUrl, settings.channel, credentials);
  // What is missing is said now, to whoever connects the store.
  await imported();
  const client = new AdminClient({ baseUrl, apiVersion, tokens: new ImportedTokens(imported), access });
  return new ShopifyAdapter(store, client, previous ? [secret, previous] : [secret]);
}

async function tokensOf(baseUrl: string, channel: string, credentials: CredentialStore): Promise<TokenProvider> {
  const names = credentialNames(channel);
  const accessToken = await credentials.get(names.accessToken);
  if (accessToken) return new StaticToken(accessToken);
  const clientId = await credentials.get(names.clientId);
  const clientSecret = await credentials.get(names.clientSecret);
  if (!clientId || !clientSecret)
    throw new Error(`channel ${channel} has neither accessToken nor clientId; import tillbridge.yaml again`);
  return new ClientCredentials({ baseUrl, clientId, clientSecret, now: Date.now });
}
