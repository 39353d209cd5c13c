import net from 'node:net';
import { freePorts } from '../kit/ports.mjs';
import { given } from './given.mjs';

const kind = { protocols: ['amqp:', 'amqps:'], port: 5672, example: 'amqp://user:password@host:5672' };

describe('an address that the environment gives', () => {
  it('is used as it stands when something answers there, and its secret is not shown', async () => {
    const server = net.createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as net.AddressInfo;
    const url = `amqp://me:hunter2@127.0.0.1:${port}/shop`;
    const broker = await given('AMQP_URL', url, kind);
    expect(broker).toMatchObject({ url, source: 'given', detail: `AMQP_URL (127.0.0.1:${port})` });
    await new Promise((resolve) => server.close(resolve));
  });

  it.each(['localhost:5672', 'http://localhost:5672', ''])(
    'is refused with an example when it is %p',
    async (value) => {
      await expect(given('AMQP_URL', value, kind)).rejects.toThrow(
        'AMQP_URL is not an address like amqp://user:password@host:5672',
      );
    },
  );

  it('is refused when nothing answers there: no other instance is used in its place', async () => {
    const [port] = await freePorts(1);
    await expect(given('AMQP_URL', `amqp://me:hunter2@127.0.0.1:${port}`, kind)).rejects.toThrow(
      `AMQP_URL points at 127.0.0.1:${port}, where nothing answers.`,
    );
  });
});
