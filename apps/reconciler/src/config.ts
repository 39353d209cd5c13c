import { EnvVar, ServiceConfig } from '@tillbridge/service-kit';
import { IsInt, IsUrl, Max, Min, MinLength } from 'class-validator';

const IsAddress = () =>
  IsUrl({ require_tld: false, protocols: ['http', 'https'], require_protocol: true }, { message: 'it is not a URL' });

export class ReconcilerConfig extends ServiceConfig {
  @EnvVar({ what: 'where inventory-core answers', example: 'http://inventory-core:3100' })
  @IsAddress()
  INVENTORY_CORE_URL: string;

  @EnvVar({ what: 'where shopify-gateway answers', example: 'http://shopify-gateway:3101' })
  @IsAddress()
  SHOPIFY_GATEWAY_URL: string;

  @EnvVar({ what: 'where lightspeed-gateway answers', example: 'http://lightspeed-gateway:3102' })
  @IsAddress()
  LIGHTSPEED_GATEWAY_URL: string;

  @EnvVar({
    what: 'the token to ask the other services with, one of their TILLBRIDGE_SERVICE_TOKENS',
    example: '$(openssl rand -hex 24)',
    secret: true,
  })
  @MinLength(16, { message: 'it is shorter than 16 characters' })
  TILLBRIDGE_SERVICE_TOKEN: string;

  /** Longer than a fact usually takes from the core to a store's level. */
  @EnvVar({
    what: 'milliseconds between the two looks of a run, 0 to 600000',
    example: '10000',
    kind: 'integer',
    optional: true,
  })
  @IsInt({ message: 'it is not a whole number' })
  @Min(0, { message: 'it is below 0' })
  @Max(600_000, { message: 'it is above 600000' })
  RECONCILE_SECOND_LOOK_MS = 10_000;
}
