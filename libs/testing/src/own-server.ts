import { spawn } from 'node:child_process';
import path from 'node:path';
import readline from 'node:readline';

export interface OwnServer {
  url: string;
  /**
   * Data and port stay. abrupt: as when the machine loses power. PostgreSQL then does not say of commits in flight whether they
   * took effect. RabbitMQ 3.10 forgets a queue that was declared within the last two or three seconds (its directory of
   * queues is written late), so let a queue settle first.
   */
  stop(how?: { abrupt?: boolean }): Promise<void>;
  start(): Promise<void>;
  restart(how?: { abrupt?: boolean }): Promise<void>;
  close(): Promise<void>;
}

export interface OwnBroker extends OwnServer {
  managementUrl: string;
}

type Answer = { ready: true; url: string; managementUrl: string } | { done: string } | { error: string };

/**
 * A RabbitMQ for one test file that stops and restarts it; the shared one of AMQP_URL is never touched.
 * Starting takes 5-10 s: share it within the file.
 */
export const ownBroker = (): Promise<OwnBroker> => ownServer('rabbitmq');

/** A PostgreSQL that is stopped and restarted, which the shared one of DATABASE_URL never is. It keeps what it commits. */
export const ownDatabaseServer = (): Promise<OwnServer> => ownServer('postgres');

async function ownServer(kind: 'rabbitmq' | 'postgres'): Promise<OwnBroker> {
  // From the workspace root, where Jest runs: this file may itself run from dist/.
  const program = path.resolve('tools/infra/serve.mjs');
  const child = spawn(process.execPath, [program, kind], { stdio: ['pipe', 'pipe', 'pipe'] });
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (log += text));
  const lines = readline.createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));

  const next = async (): Promise<Answer> => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`the program of ${kind} ended:\n${log}`);
    return JSON.parse(value) as Answer;
  };
  const tell = async (command: { do: string; abrupt?: boolean }): Promise<void> => {
    child.stdin.write(`${JSON.stringify(command)}\n`);
    const answer = await next();
    if ('error' in answer) throw new Error(answer.error);
  };

  const ready = await next();
  if (!('ready' in ready)) throw new Error(`${kind} did not come up:\n${log}`);
  return {
    url: ready.url,
    managementUrl: ready.managementUrl,
    stop: (how) => tell({ do: 'stop', ...how }),
    start: () => tell({ do: 'start' }),
    restart: (how) => tell({ do: 'restart', ...how }),
    close: async () => {
      child.stdin.end();
      await exited;
    },
  };
}
