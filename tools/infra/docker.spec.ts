import { answersInTime, rabbitmqAt } from './docker.mjs';

describe('whether Docker is there', () => {
  it.each([
    ['an engine that answers', async () => ({ info: {} }), true],
    ['no engine', () => Promise.reject(new Error('Could not find a working container runtime strategy')), false],
    ['an engine that hangs', () => new Promise<never>(() => undefined), false],
  ])('%s', async (_what, ask, answers) => {
    expect(await answersInTime(ask, 20)).toBe(answers);
  });
});

describe('RabbitMQ in Docker', () => {
  it('keeps its ports over a restart: they are given, not dealt', async () => {
    const container = await rabbitmqAt({ amqp: 40_001, management: 40_002 });
    const { PortBindings } = (container as unknown as { hostConfig: { PortBindings: object } }).hostConfig;
    expect(PortBindings).toMatchObject({
      '5672/tcp': [{ HostPort: '40001' }],
      '15672/tcp': [{ HostPort: '40002' }],
    });
  });
});
