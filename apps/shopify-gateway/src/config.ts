import { EnvVar, ServiceConfig } from '@tillbridge/service-kit';
import { IsInt, Matches, Max, Min } from 'class-validator';

const wholeSeconds = (example: string) => ({
  what: 'a whole number of seconds, 0 to 3600',
  example,
  kind: 'integer' as const,
  optional: true,
});

export class ShopifyGatewayConfig extends ServiceConfig {
  @EnvVar({
    what: 'the address under which the stores reach this service, without a path; they send their webhooks there',
    example: 'https://hooks.example.com',
  })
  @Matches(/^https?:\/\/[^/\s]+\/?$/, { message: 'it is not an address such as https://hooks.example.com' })
  PUBLIC_URL: string;

  /** How often each store is asked for changed orders when nothing else asks: the backstop for lost webhooks. */
  @EnvVar(wholeSeconds('60'))
  @IsInt({ message: 'it is not a whole number' })
  @Min(1, { message: 'it is below 1' })
  @Max(3600, { message: 'it is above 3600' })
  ORDERS_POLL_SECONDS = 60;

  /** How far back each poll looks behind the last complete one. */
  @EnvVar(wholeSeconds('120'))
  @IsInt({ message: 'it is not a whole number' })
  @Min(0, { message: 'it is below 0' })
  @Max(3600, { message: 'it is above 3600' })
  ORDERS_OVERLAP_SECONDS = 120;

  /** How long a surplus must have stood before it may be called an edit by hand. */
  @EnvVar(wholeSeconds('30'))
  @IsInt({ message: 'it is not a whole number' })
  @Min(0, { message: 'it is below 0' })
  @Max(3600, { message: 'it is above 3600' })
  EDIT_SETTLE_SECONDS = 30;

  /** How long a store's order search may lag behind its orders. */
  @EnvVar(wholeSeconds('15'))
  @IsInt({ message: 'it is not a whole number' })
  @Min(0, { message: 'it is below 0' })
  @Max(3600, { message: 'it is above 3600' })
  SEARCH_LAG_SECONDS = 15;

  /** Every level of a store is read this often, as far as its limits let us: the backstop for lost level messages. */
  @EnvVar(wholeSeconds('300'))
  @IsInt({ message: 'it is not a whole number' })
  @Min(1, { message: 'it is below 1' })
  @Max(3600, { message: 'it is above 3600' })
  LEVELS_SWEEP_SECONDS = 300;

  /** A store's whole catalogue is listed this often, as far as its limits let us. */
  @EnvVar(wholeSeconds('300'))
  @IsInt({ message: 'it is not a whole number' })
  @Min(1, { message: 'it is below 1' })
  @Max(3600, { message: 'it is above 3600' })
  CATALOGUE_POLL_SECONDS = 300;

  /** Webhook subscriptions that a store has deleted are looked for this often, and when a message must have been lost. */
  @EnvVar(wholeSeconds('300'))
  @IsInt({ message: 'it is not a whole number' })
  @Min(1, { message: 'it is below 1' })
  @Max(3600, { message: 'it is above 3600' })
  SUBSCRIPTIONS_CHECK_SECONDS = 300;

  /** How long a level hint waits for the order behind it before the level is read. */
  @EnvVar({ what: 'a whole number of milliseconds, 0 to 60000', example: '400', kind: 'integer', optional: true })
  @IsInt({ message: 'it is not a whole number' })
  @Min(0, { message: 'it is below 0' })
  @Max(60_000, { message: 'it is above 60000' })
  HINT_DELAY_MS = 400;
}
