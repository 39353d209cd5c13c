import { IsIn, IsInt, Matches, Max, Min } from 'class-validator';
import { EnvVar } from './env';
import { DisjointFrom, IsMasterKey, IsTokenList, tokenLengthMin } from './validators';

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** The environment every service reads. A service extends it with its own variables. */
export class ServiceConfig {
  @EnvVar({
    what: 'the address of the PostgreSQL database, postgresql://user:password@host:port/database',
    example: 'postgresql://tillbridge:secret@localhost:5432/tillbridge',
    secret: true,
  })
  @Matches(/^postgres(ql)?:\/\/\S+$/, { message: 'it does not start with postgresql://' })
  DATABASE_URL: string;

  @EnvVar({
    what: 'the address of the RabbitMQ broker, amqp://user:password@host:port (amqps:// for TLS)',
    example: 'amqp://tillbridge:secret@localhost:5672',
    secret: true,
  })
  @Matches(/^amqps?:\/\/\S+$/, { message: 'it does not start with amqp:// or amqps://' })
  AMQP_URL: string;

  /** Each service has a port of its own unless told otherwise; `runService` fills it in. */
  @EnvVar({
    what: 'the TCP port to listen on, 0 to 65535 (0 takes any free one)',
    example: '3100',
    kind: 'integer',
    optional: true,
  })
  @IsInt({ message: 'it is not a whole number' })
  @Min(0, { message: 'it is below 0' })
  @Max(65535, { message: 'it is above 65535' })
  PORT = 3100;

  @EnvVar({ what: `one of ${logLevels.join(', ')}`, example: 'info', optional: true })
  @IsIn(logLevels, { message: 'there is no such level' })
  LOG_LEVEL: (typeof logLevels)[number] = 'info';

  @EnvVar({
    what: `one or more bearer tokens that other services may use, separated by commas, each ${tokenLengthMin} characters or more`,
    example: '$(openssl rand -hex 24)',
    kind: 'list',
    secret: true,
  })
  @IsTokenList()
  TILLBRIDGE_SERVICE_TOKENS: string[];

  @EnvVar({
    what: `one or more bearer tokens for the people who operate the bridge, separated by commas, each ${tokenLengthMin} characters or more, none of them a service token`,
    example: '$(openssl rand -hex 24)',
    kind: 'list',
    secret: true,
  })
  @IsTokenList()
  @DisjointFrom('TILLBRIDGE_SERVICE_TOKENS')
  TILLBRIDGE_OPERATOR_TOKENS: string[];

  @EnvVar({
    what: '32 random bytes in base64; it encrypts vendor secrets and raw webhooks, so keep the same one',
    example: '$(openssl rand -base64 32)',
    secret: true,
  })
  @IsMasterKey()
  TILLBRIDGE_MASTER_KEY: string;

  /** How long a starting service waits for its database before it gives up. */
  @EnvVar({ what: 'a whole number of seconds, 0 to 3600', example: '60', kind: 'integer', optional: true })
  @IsInt({ message: 'it is not a whole number' })
  @Min(0, { message: 'it is below 0' })
  @Max(3600, { message: 'it is above 3600' })
  DATABASE_WAIT_SECONDS = 60;
}
