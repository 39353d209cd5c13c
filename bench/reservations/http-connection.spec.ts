import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Connection } from './http-connection';

describe('a connection of the bench', () => {
  let server: Server;
  let open: Connection | null = null;

  /** A server that does this with the first bytes of each request. */
  async function connectTo(answer: (socket: Socket) => void): Promise<Connection> {
    server = createServer((socket) => socket.on('data', () => answer(socket)).on('error', () => undefined));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return (open = await Connection.open({ url: `http://127.0.0.1:${port}`, path: '/', token: 't', body: '{}' }));
  }

  afterEach(async () => {
    open?.close();
    await new Promise((resolve) => server.close(resolve));
  });

  it('gives the status of an answer that comes in pieces, and can be asked again', async () => {
    const connection = await connectTo((socket) => {
      socket.write('HTTP/1.1 201 Created\r\ncontent-len');
      setImmediate(() => socket.write('gth: 2\r\n\r\n{}'));
    });
    expect([await connection.post(), await connection.post()]).toEqual([201, 201]);
  });

  it('rejects when it is closed before the answer, and whoever asks after that', async () => {
    const connection = await connectTo((socket) => socket.end());
    await expect(connection.post()).rejects.toThrow('the server closed the connection');
    await expect(connection.post()).rejects.toThrow('the server closed the connection');
  });

  it('rejects an answer whose end nobody could tell', async () => {
    const connection = await connectTo((socket) => socket.write('HTTP/1.1 200 OK\r\n\r\n'));
    await expect(connection.post()).rejects.toThrow('no content-length');
  });
});
