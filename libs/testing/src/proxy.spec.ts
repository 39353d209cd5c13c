import http from 'node:http';
import type { AddressInfo } from 'node:net';
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
});
