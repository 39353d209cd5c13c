import { EnvVar, ServiceConfig } from '@tillbridge/service-kit';
import { IsInt, Matches, Max, Min } from 'class-validator';

export class GatewayConfig extends ServiceConfig {
  @EnvVar({
    what: 'the address under which Lightspeed reaches this service, without a path',
    example: 'https://tillbridge.example.com',
  })
  @Matches(/^https?:\/\/[^/\s]+\/?$/, { message: 'it is not an address without a path' })
  PUBLIC_URL: string;

  /** How long the till may take until a read is certain to contain what it has answered. */
  @EnvVar({ what: 'a whole number of milliseconds, 0 to 600000', example: '5000', kind: 'integer', optional: true })
  @IsInt({ message: 'it is not a whole number' })
  @Min(0, { message: 'it is below 0' })
  @Max(600_000, { message: 'it is above 600000' })
  TILL_SETTLE_MS = 5_000;

  /** Everything is polled this often although no webhook came. */
  @EnvVar({ what: 'a whole number of seconds, 5 to 3600', example: '60', kind: 'integer', optional: true })
  @IsInt({ message: 'it is not a whole number' })
  @Min(5, { message: 'it is below 5' })
  @Max(3_600, { message: 'it is above 3600' })
  TILL_POLL_SECONDS = 60;
}
