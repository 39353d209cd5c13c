// The Docker path: testcontainers for tests and the demo, compose for dev. Taken only where an engine answers.
import { spawnSync } from 'node:child_process';
import http from 'node:http';
import { freePorts } from '../kit/ports.mjs';
import { quietly, root } from '../kit/workspace.mjs';

const ANSWER_WITHIN_MS = 5_000;
const START_WITHIN_MS = 180_000;
const SOCKET = '/var/run/docker.sock';

// The same images as docker-compose.yml.
export const POSTGRES_IMAGE = 'postgres:18-alpine';
export const RABBITMQ_IMAGE = 'rabbitmq:4.1-management-alpine';

let answer;

/** A client alone is no engine: `docker` may be installed with nothing behind it. */
export function dockerAnswers() {
  answer ??= ask();
  return answer;
}

async function ask() {
  const version = spawnSync('docker', ['version', '--format', '{{.Server.Version}}'], {
    encoding: 'utf8',
    timeout: ANSWER_WITHIN_MS,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return (version.status === 0 && version.stdout.trim() !== '') || socketAnswers();
}

/** Without a client the engine may still be there; testcontainers speaks to its socket directly. */
function socketAnswers() {
  if (process.env.DOCKER_HOST) return false; // the client was asked about that engine
  return new Promise((resolve) => {
    const request = http.get({ socketPath: SOCKET, path: '/_ping', timeout: ANSWER_WITHIN_MS }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.once('timeout', () => request.destroy());
    request.once('error', () => resolve(false));
  });
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
    stop: () => container.stop(),
  };
}

export async function rabbitmqContainer({ life }) {
  const { GenericContainer, Wait } = await import('testcontainers');
  // Fixed host ports: Docker would deal new ones at each restart, and clients must find the broker where it was.
  const [amqp, management] = await freePorts(2);
  const container = await new GenericContainer(RABBITMQ_IMAGE)
    .withExposedPorts({ container: 5672, host: amqp }, { container: 15672, host: management })
    .withWaitStrategy(Wait.forAll([Wait.forListeningPorts(), Wait.forLogMessage(/Server startup complete/)]))
    .withStartupTimeout(START_WITHIN_MS)
    .start();
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

/** Compose is a plugin: an engine may answer without it. */
export async function composeAnswers() {
  return (await dockerAnswers()) && spawnSync('docker', ['compose', 'version'], { stdio: 'ignore' }).status === 0;
}

/** The two services of docker-compose.yml that dev needs; their volumes stay when they are stopped. */
export async function compose({ life, service, ports }) {
  const [first, second] = await freePorts(2);
  const env = Object.fromEntries(ports.map((name, index) => [name, String([first, second][index])]));
  await quietly(life, 'docker', ['compose', 'up', '--detach', '--wait', service], { cwd: root, env });
  const stop = () => quietly(life, 'docker', ['compose', 'stop', service], { cwd: root, env });
  life.defer(stop);
  return { env, stop };
}

export async function composePostgres({ life }) {
  const { env, stop } = await compose({ life, service: 'postgres', ports: ['POSTGRES_PORT'] });
  return {
    url: `postgres://tillbridge:tillbridge@127.0.0.1:${env.POSTGRES_PORT}/tillbridge`,
    source: 'docker',
    detail: `${POSTGRES_IMAGE} by docker compose on 127.0.0.1:${env.POSTGRES_PORT}, data kept in its volume`,
    stop,
  };
}

export async function composeRabbitmq({ life }) {
  const { env, stop } = await compose({
    life,
    service: 'rabbitmq',
    ports: ['RABBITMQ_PORT', 'RABBITMQ_MANAGEMENT_PORT'],
  });
  return {
    url: `amqp://tillbridge:tillbridge@127.0.0.1:${env.RABBITMQ_PORT}`,
    managementUrl: `http://tillbridge:tillbridge@127.0.0.1:${env.RABBITMQ_MANAGEMENT_PORT}`,
    source: 'docker',
    detail: `${RABBITMQ_IMAGE} by docker compose on 127.0.0.1:${env.RABBITMQ_PORT}, data kept in its volume`,
    stop,
  };
}
