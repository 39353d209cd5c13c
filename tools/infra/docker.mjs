// The Docker path: testcontainers, where an engine answers them.
import { freePorts } from '../kit/ports.mjs';

const ANSWER_WITHIN_MS = 5_000;
const START_WITHIN_MS = 180_000;

// The same images as docker-compose.yml.
export const POSTGRES_IMAGE = 'postgres:18-alpine';
export const RABBITMQ_IMAGE = 'rabbitmq:4.1-management-alpine';

let answer;

/**
 * Asked of testcontainers, because they start what is needed: the `docker` client may know another engine (its context), or
 * none although one runs. TILLBRIDGE_DOCKER=never leaves Docker out also where an engine answers.
 */
export function dockerAnswers() {
  answer ??= process.env.TILLBRIDGE_DOCKER === 'never' ? Promise.resolve(false) : answersInTime(askTestcontainers);
  return answer;
}

async function askTestcontainers() {
  const { getContainerRuntimeClient } = await import('testcontainers');
  return getContainerRuntimeClient();
}

/** An engine that hangs is as good as none: the private instances do the same work. */
export async function answersInTime(ask, withinMs = ANSWER_WITHIN_MS) {
  let timer;
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, withinMs, false);
  });
  const answered = ask().then(
    () => true,
    () => false,
  );
  const inTime = await Promise.race([answered, late]);
  clearTimeout(timer);
  return inTime;
}

export async function postgresContainer({ life }) {
  const { PostgreSqlContainer } = await import('@testcontainers/postgresql');
  const container = await new PostgreSqlContainer(POSTGRES_IMAGE)
    .withDatabase('tillbridge')
    .withCommand(['postgres', '-c', 'max_connections=300'])
    .withStartupTimeout(START_WITHIN_MS)
    .start();
  life.defer(() => container.stop());
  return {
    url: container.getConnectionUri(),
    source: 'docker',
    detail: `${POSTGRES_IMAGE} in Docker`,
  };
}

export async function rabbitmqContainer({ life }) {
  const [amqp, management] = await freePorts(2);
  const container = await (await rabbitmqAt({ amqp, management })).start();
  life.defer(() => container.stop());
  const ctl = (...args) => container.exec(['rabbitmqctl', ...args]);
  return {
    url: `amqp://guest:guest@${container.getHost()}:${amqp}`,
    managementUrl: `http://guest:guest@${container.getHost()}:${management}`,
    source: 'docker',
    detail: `${RABBITMQ_IMAGE} in Docker`,
    // The application, not the container: a removed container would take its data along.
    stop: () => ctl('stop_app'),
    start: () => ctl('start_app'),
    restart: () => container.restart(),
  };
}

/** Fixed host ports: Docker would deal new ones at each restart, and clients must find the broker where it was. */
export async function rabbitmqAt({ amqp, management }) {
  const { RabbitMQContainer } = await import('@testcontainers/rabbitmq');
  return new RabbitMQContainer(RABBITMQ_IMAGE)
    .withExposedPorts({ container: 5672, host: amqp }, { container: 15672, host: management })
    .withStartupTimeout(START_WITHIN_MS);
}
