import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { eventually } from './eventually';
import { startProxy, type Proxy } from './proxy';
import { askJson } from './world';

describe('a proxy', () => {
  let server: http.Server;
  let proxy: Proxy;

  beforeEach(async () => {
    server = http.createServer((_, answer) => answer.end('{"well":true}'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    proxy = await startProxy(`http://user:secret@127.0.0.1:${(server.address() as AddressInfo).port}/path`);
  });

  afterEach(async () => {
    await proxy.close();
    server.closeAllConnections();
    server.close();
  });

  const ask = () => askJson(`http://127.0.0.1:${new URL(proxy.url).port}/`);

  it('keeps everything of the address but the host', () => {
    expect(proxy.url).toMatch(/^http:\/\/user:secret@127\.0\.0\.1:\d+\/path$/);
  });

  it('lets through, cuts and mends', async () => {
    await expect(ask()).resolves.toEqual({ well: true });
    proxy.cut();
    await expect(ask()).rejects.toThrow();
    proxy.mend();
    await expect(ask()).resolves.toEqual({ well: true });
  });

  it('slows everything down and lets nothing overtake what is on its way when the weather turns', async () => {
    const slowMs = 150;
    proxy.slow(slowMs);
    const began = performance.now();
    await ask();
    expect(performance.now() - began).toBeGreaterThanOrEqual(2 * slowMs - 5);

    const arrived: string[] = [];
    const target = net.createServer((socket) => socket.on('data', (bytes) => void arrived.push(bytes.toString())));
    await new Promise<void>((resolve) => target.listen(0, '127.0.0.1', resolve));
    const line = await startProxy(`tcp://127.0.0.1:${(target.address() as AddressInfo).port}`);
    const { socket } = speak(line.url, 'first');
    await eventually(() => expect(arrived.join('')).toBe('first'));
    line.slow(slowMs);
    // Together they make one word, in this order or in none.
    await new Promise<void>((resolve) => socket.write(' second', () => resolve()));
    line.mend();
    socket.write(' third');
    await eventually(() => expect(arrived.join('')).toBe('first second third'));
    await line.close();
    await new Promise((resolve) => target.close(resolve));
  });

  it.each(['everything', 'answers'] as const)('swallows %s on the connections that are open now', async (what) => {
    const arrived: string[] = [];
    const target = net.createServer((socket) =>
      socket.on('data', (bytes) => (arrived.push(bytes.toString()), socket.write('answer'))),
    );
    await new Promise<void>((resolve) => target.listen(0, '127.0.0.1', resolve));
    const silent = await startProxy(`tcp://127.0.0.1:${(target.address() as AddressInfo).port}`);
    const { socket: old, answers } = speak(silent.url, 'first');
    await eventually(() => expect(answers).toEqual(['answer']));

    silent.freeze(what);
    old.write('second');
    const fresh = speak(silent.url, 'third');
    await eventually(() => expect(fresh.answers).toEqual(['answer']));
    expect(answers).toEqual(['answer']);
    expect(arrived).toEqual(what === 'answers' ? ['first', 'second', 'third'] : ['first', 'third']);
    expect(old.destroyed).toBe(false);

    await silent.close();
    await new Promise((resolve) => target.close(resolve));
  });
});

function speak(url: string, word: string) {
  const answers: string[] = [];
  const socket = net.connect(Number(new URL(url).port), '127.0.0.1');
  socket.on('data', (bytes) => void answers.push(bytes.toString())).on('error', () => undefined);
  socket.write(word);
  return { socket, answers };
}
