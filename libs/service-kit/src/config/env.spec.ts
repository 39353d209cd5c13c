import { IsInt, Max, Min } from 'class-validator';
import { ConfigurationError } from './configuration-error';
import { EnvVar, parseEnvironment } from './env';
import { ServiceConfig } from './service-config';

const good = {
  DATABASE_URL: 'postgresql://tillbridge:secret@localhost:5432/tillbridge',
  AMQP_URL: 'amqp://localhost:5672',
  TILLBRIDGE_SERVICE_TOKENS: 'service-token-0123456789, another-service-token',
  TILLBRIDGE_OPERATOR_TOKENS: 'operator-token-0123456789',
  TILLBRIDGE_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
};

class PollingConfig extends ServiceConfig {
  @EnvVar({ what: 'a whole number of milliseconds, 100 to 60000', example: '1000', kind: 'integer', optional: true })
  @IsInt({ message: 'it is not a whole number' })
  @Min(100, { message: 'it is below 100' })
  @Max(60_000, { message: 'it is above 60000' })
  POLL_MS = 1000;
}

function errorOf(env: Record<string, string | undefined>, Config: new () => ServiceConfig = ServiceConfig): string {
  try {
    parseEnvironment(Config, env, 'inventory-core');
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
  throw new Error('the environment was accepted');
}

describe('the environment of a service', () => {
  it('becomes an object with the types that its class says', () => {
    const config = parseEnvironment(PollingConfig, { ...good, PORT: '0', POLL_MS: '250', HOME: '/root' }, 'x');
    expect(config).toMatchObject({ PORT: 0, POLL_MS: 250, LOG_LEVEL: 'info' });
    expect(config.TILLBRIDGE_SERVICE_TOKENS).toEqual(['service-token-0123456789', 'another-service-token']);
    expect(config).not.toHaveProperty('HOME');
  });

  it('names every missing variable at once, with what it should be and an example', () => {
    const message = errorOf({});
    expect(message).toContain('inventory-core cannot start: 5 environment variables are missing or wrong.');
    for (const name of Object.keys(good)) expect(message).toContain(`${name} is not set.`);
    expect(message).toContain('Example:   DATABASE_URL=postgresql://tillbridge:secret@localhost:5432/tillbridge');
    expect(message).toContain('Should be: 32 random bytes in base64');
    expect(message).not.toMatch(/\n\s+at /);
  });

  it('treats an empty variable as one that is not set', () => {
    expect(errorOf({ ...good, AMQP_URL: ' ' })).toContain('AMQP_URL is not set.');
  });

  it.each([
    ['PORT', 'abc', 'PORT is "abc".', 'it is not a whole number'],
    ['PORT', '70000', 'PORT is "70000".', 'it is above 65535'],
    ['LOG_LEVEL', 'loud', 'LOG_LEVEL is "loud".', 'one of fatal, error, warn'],
    ['POLL_MS', '5', 'POLL_MS is "5".', 'it is below 100'],
  ])('says what is wrong with %s=%s', (name, value, found, remedy) => {
    const message = errorOf({ ...good, [name]: value }, PollingConfig);
    expect(message).toContain(found);
    expect(message).toContain(remedy);
    expect(message).toContain('one environment variable is missing or wrong');
  });

  it.each([
    ['DATABASE_URL', 'mysql://root:hunter2@db/x', 'it does not start with postgresql://'],
    ['AMQP_URL', 'http://guest:hunter2@broker', 'it does not start with amqp://'],
    ['TILLBRIDGE_SERVICE_TOKENS', 'hunter2', 'a token is shorter than 16 characters'],
    ['TILLBRIDGE_OPERATOR_TOKENS', 'hunter2 hunter2 hunter2', 'a token holds a blank'],
    ['TILLBRIDGE_MASTER_KEY', 'hunter2hunter2', 'it is not 32 bytes of base64'],
  ])('never shows the value of %s', (name, value, remedy) => {
    const message = errorOf({ ...good, [name]: value });
    expect(message).toContain(`${name} is set, but cannot be used`);
    expect(message).toContain(remedy);
    expect(message).not.toContain('hunter2');
  });

  it('refuses a token that would carry both roles', () => {
    const message = errorOf({ ...good, TILLBRIDGE_OPERATOR_TOKENS: 'another-service-token' });
    expect(message).toContain('a token is also in TILLBRIDGE_SERVICE_TOKENS');
  });
});
