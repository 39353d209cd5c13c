import { AlertingConfig, EnvVar } from '@tillbridge/service-kit';
import { IsInt, Max, Min } from 'class-validator';

export class CoreConfig extends AlertingConfig {
  @EnvVar({ what: 'a whole number of milliseconds, 0 to 600000', example: '5000', kind: 'integer', optional: true })
  @IsInt({ message: 'it is not a whole number' })
  @Min(0, { message: 'it is below 0' })
  @Max(600_000, { message: 'it is above 600000' })
  /** How long the till may take until a read is certain to contain what it has answered. */
  TILL_SETTLE_MS = 5_000;

  @EnvVar({
    what: 'a whole number of milliseconds, 60000 to 86400000',
    example: '600000',
    kind: 'integer',
    optional: true,
  })
  @IsInt({ message: 'it is not a whole number' })
  @Min(60_000, { message: 'it is below 60000' })
  @Max(86_400_000, { message: 'it is above 86400000' })
  /**
   * How long a store may owe an acknowledgement that others wait for, before people hear of it. Longer than a release or a
   * vendor's bad minutes take, which pass by themselves; shorter than scarce units should lie unsold.
   */
  STORE_SILENT_AFTER_MS = 600_000;
}
