import type { StoreSettings } from '@tillbridge/gateway-kit';

/** What the adapter has to know of its store; secrets come from the credential store. */
export interface ShopifyStore {
  readonly channel: string;
  readonly storeLocations: readonly string[];
  /** For example acme.myshopify.com: every webhook names it. */
  readonly domain: string;
  readonly baseUrl: string;
  readonly apiVersion: string;
}

export function shopifyStore(settings: StoreSettings): ShopifyStore {
  const { channel, storeLocations, vendor } = settings;
  const { domain, baseUrl, apiVersion } = vendor;
  if (!domain || !baseUrl || !apiVersion)
    throw new Error(
      `channel ${channel} was configured without domain, baseUrl or apiVersion; import tillbridge.yaml again`,
    );
  return { channel, storeLocations, domain, baseUrl, apiVersion };
}

export const credentialNames = (channel: string) => ({
  clientId: `${channel}/client-id`,
  clientSecret: `${channel}/client-secret`,
  /** Still accepted on webhooks for a while after a rotation. */
  previousClientSecret: `${channel}/client-secret-previous`,
  accessToken: `${channel}/access-token`,
});
