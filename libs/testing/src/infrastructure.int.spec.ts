import { Client } from 'pg';
import { connect } from 'amqplib';
import { eventually, freshDatabase, freshVhost, ownBroker, ownDatabaseServer } from '.';

describe('what integration tests stand on', () => {
  it('gives each file an empty database of its own and removes it, open connections or not', async () => {
    const [first, second] = await Promise.all([freshDatabase('rig'), freshDatabase('rig')]);
    const client = new Client({ connectionString: first.url });
    client.on('error', () => undefined);
    await client.connect();
    await client.query('create table only_here ()');
    const neighbour = new Client({ connectionString: second.url });
    await neighbour.connect();
    expect((await neighbour.query(`select to_regclass('only_here') as found`)).rows).toEqual([{ found: null }]);
    await neighbour.end();

    await Promise.all([first.drop(), second.drop()]);

    await expect(new Client({ connectionString: first.url }).connect()).rejects.toThrow(/does not exist/);
  });

  it('keeps commits through a power cut: fsync is on', async () => {
    const client = new Client({ connectionString: process.env.DATABASE_URL });
    await client.connect();
    const { rows } = await client.query(
      `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit`,
    );
    await client.end();
    expect(rows).toEqual([{ fsync: 'on', commit: 'on' }]);
  });

  it('gives each file a virtual host of its own', async () => {
    const vhost = await freshVhost('rig');
    const connection = await connect(vhost.url);
    connection.on('error', () => undefined);
    const channel = await connection.createChannel();
    await channel.assertQueue('here', { durable: true, arguments: { 'x-queue-type': 'quorum' } });
    const queues = await eventually(async () => {
      const found = (await vhost.manage('GET', `/queues/${vhost.name}`)) as { name: string }[];
      return found.length > 0 && found;
    });
    expect(queues.map(({ name }) => name)).toEqual(['here']);
    await connection.close();
    await vhost.drop();
    await expect(connect(vhost.url)).rejects.toThrow();
  });

  it('starts a broker that a test may stop and bring back with its messages and its port', async () => {
    const broker = await ownBroker();
    try {
      await put(broker.url, 'kept');
      await broker.restart();
      expect(await take(broker.url)).toBe('kept');
    } finally {
      await broker.close();
    }
  }, 120_000);

  it.each([false, true])(
    'starts a PostgreSQL that comes back with what it had committed (abruptly: %s)',
    async (abrupt) => {
      const server = await ownDatabaseServer();
      try {
        await ask(server.url, 'create table kept as select 7 as units');
        const open = new Client({ connectionString: server.url });
        const cutOff = new Promise((resolve) => open.on('error', resolve));
        await open.connect();
        await server.stop({ abrupt });
        await cutOff;
        await expect(ask(server.url, 'select 1')).rejects.toThrow();
        await server.start();
        expect(await ask(server.url, 'select units from kept')).toEqual([{ units: 7 }]);
      } finally {
        await server.close();
      }
    },
    120_000,
  );
});

async function ask(url: string, sql: string): Promise<object[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

const QUEUE = ['q', { durable: true, arguments: { 'x-queue-type': 'quorum' } }] as const;

async function put(url: string, text: string): Promise<void> {
  const connection = await connect(url);
  const channel = await connection.createConfirmChannel();
  await channel.assertQueue(...QUEUE);
  channel.sendToQueue('q', Buffer.from(text), { persistent: true });
  await channel.waitForConfirms();
  await connection.close();
}

async function take(url: string): Promise<string | undefined> {
  return eventually(
    async () => {
      const connection = await connect(url);
      try {
        const channel = await connection.createChannel();
        const message = await channel.get('q', { noAck: true });
        return message ? message.content.toString() : (false as const);
      } finally {
        await connection.close();
      }
    },
    { withinMs: 30_000 },
  );
}
