/** Under these names the import keeps a till's secrets, encrypted. */
export const credentialNames = (till: string) => ({
  token: `till/${till}/token`,
  clientSecret: `till/${till}/client-secret`,
  /** Generated; part of the webhook addresses, so that only the vendor knows them. */
  webhookSecret: `till/${till}/webhook-secret`,
});
