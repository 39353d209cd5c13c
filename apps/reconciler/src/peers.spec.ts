import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { RetryableError } from '@tillbridge/persistence';
import { HttpPeers } from './peers';

/** Answers each path with these pages, one after the other by `after`. */
const answers: Record<string, object> = {
  '/levels': { levels: [{ itemId: '1' }], channels: [], next: 'page-2' },
  '/levels page-2': { levels: [{ itemId: '2' }], channels: [{ itemId: '1' }], next: null },
  '/snapshot store-a': {
    rows: [
      {
        externalId: '7',
        storeLocation: '1',
        itemId: '1',
        sku: 'TEE',
        observed: 4,
        desired: { lowerTo: 4, raiseTo: 4, version: 9 },
        settledVersion: 8,
        inFlight: true,
        refusal: null,
      },
    ],
    halts: ['paused'],
    next: null,
  },
  '/snapshot till': { levels: [{ externalId: 'p', location: 'main', level: 3, version: '12' }] },
};

describe('asking the other services', () => {
  let server: http.Server;
  let peers: HttpPeers;

  beforeAll(async () => {
    server = http.createServer((request, response) => {
      const { pathname, searchParams } = new URL(request.url!, 'http://peer');
      const page = [pathname, searchParams.get('channel'), searchParams.get('after')].filter(Boolean).join(' ');
      const answer = request.headers.authorization === 'Bearer a-service-token' ? answers[page] : undefined;
      response.writeHead(answer ? 200 : 404).end(JSON.stringify(answer ?? {}));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    peers = new HttpPeers({ coreUrl: url, storeGatewayUrl: url, tillGatewayUrl: `${url}/`, token: 'a-service-token' });
  });

  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it('follows the pages to their end', async () => {
    const { levels, channels } = await peers.expectations();
    expect(levels.map(({ itemId }) => itemId)).toEqual(['1', '2']);
    expect(channels).toHaveLength(1);
  });

  it('takes from a gateway what comparing needs', async () => {
    expect(await peers.store('store-a')).toEqual([
      {
        channel: 'store-a',
        externalId: '7',
        storeLocation: '1',
        itemId: '1',
        observed: 4,
        desiredVersion: 9,
        pushedVersion: 8,
        inFlight: true,
        refusal: null,
        halts: ['paused'],
      },
    ]);
    expect(await peers.till('till')).toEqual([
      { channel: 'till', externalId: 'p', location: 'main', level: 3, version: '12' },
    ]);
  });

  it('calls a service that refuses or does not answer the weather, naming it', async () => {
    await expect(peers.till('nobody')).rejects.toThrow(/\/snapshot answered 404/);
    const away = new HttpPeers({ coreUrl: 'http://127.0.0.1:9', storeGatewayUrl: '', tillGatewayUrl: '', token: '' });
    await expect(away.expectations()).rejects.toThrow(RetryableError);
    await expect(away.expectations()).rejects.toThrow('http://127.0.0.1:9/levels does not answer');
  });
});
