import { randomBytes } from 'node:crypto';
import type { ChannelStateChanged, TillStockObserved } from '@tillbridge/contracts';
import { memoryTillStores } from '@tillbridge/gateway-kit';
import { Cipher, MemoryCredentialStore, MemoryOutbox, MemoryUnitOfWork } from '@tillbridge/persistence';
import { systemClock, type ShopConfig } from '@tillbridge/service-kit';
import { aGrant, eventually } from '@tillbridge/testing';
import { credentialNames } from './credential-names';
import { importTill } from './import-config';
import { clientSecret, openXSeriesWorld } from './spec-kit/x-series-world';
import { Tills } from './tills';

const quietLog = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** What holds a till back, and what goes on meanwhile. */
describe('a till that something holds back', () => {
  let world: Awaited<ReturnType<typeof openXSeriesWorld>>;
  let item: string;
  let tills: Tills;
  const unitOfWork = new MemoryUnitOfWork();
  const stores = memoryTillStores();
  const outbox = new MemoryOutbox({ service: 'lightspeed-gateway' });
  const cipher = new Cipher([randomBytes(32)]);
  const credentials = new MemoryCredentialStore(cipher);

  const open = async () => {
    const paces = { publicUrl: 'http://127.0.0.1:9', settleMs: 20, pollIntervalMs: 40 };
    const made = new Tills({
      unitOfWork,
      outbox,
      stores,
      credentials,
      cipher,
      clock: systemClock,
      log: quietLog,
      ...paces,
    });
    await made.start();
    return made;
  };

  beforeAll(async () => {
    world = await openXSeriesWorld();
    item = await world.addItem(10);
    const till = { channel: 'till', series: 'x', token: world.token, clientSecret, ...world.settings };
    await importTill({ till } as ShopConfig, { unitOfWork, credentials, accounts: stores.accounts });
    tills = await open();
    await theTill().connect();
  });

  afterAll(async () => {
    await tills.stop();
    await world.close();
  });

  const theTill = () => tills.get('till')!;
  const facts = async <T>(type: string) => {
    const all = await unitOfWork.run((tx) => outbox.claim(tx, 100_000));
    return all.filter((fact) => fact.type === type).map((fact) => fact.data as T);
  };
  const answers = () => facts<{ postId: string; outcome: string }>('till.post_answered');
  const told = async () =>
    (await facts<ChannelStateChanged>('channel.state_changed')).map(({ halts }) => halts.map(({ kind }) => kind));
  const hasTold = async (saleId: string) =>
    (await facts<TillStockObserved>('till.stock_observed')).some(({ records }) =>
      records.some(({ recordId }) => recordId.startsWith(saleId)),
    );
  const grant = async () => {
    const granted = aGrant(item, 'main');
    const cause = { correlationId: 'an order', causationId: null, traceparent: null };
    await unitOfWork.run((tx) => stores.posts.grant(tx, [{ grant: granted, cause }], new Date()));
    theTill().poster.kick();
    return granted.postId;
  };
  const isAnswered = (postId: string) =>
    eventually(async () =>
      expect(await answers()).toContainEqual(expect.objectContaining({ postId, outcome: 'closed' })),
    );

  it('records no web order while it is paused, tells of its sales all the same, and records what waits on resume', async () => {
    await theTill().pause('a stocktake');
    await theTill().pause('again');
    const postId = await grant();
    const saleId = await world.sell(item, 1);
    await eventually(async () => expect(await hasTold(saleId)).toBe(true));
    expect([await answers(), await world.salesUnder(postId)]).toEqual([[], 0]);
    await theTill().resume();
    await isAnswered(postId);
    expect(await told()).toEqual([['paused'], []]);
  });

  it('goes on as it did where it cannot be made anew, for its secrets cannot be read', async () => {
    jest.spyOn(credentials, 'get').mockRejectedValueOnce(new Error('no key opens it'));
    await expect(tills.reload('till')).rejects.toThrow('no key opens it');
    const saleId = await world.sell(item, 1);
    await eventually(async () => expect(await hasTold(saleId)).toBe(true));
  });

  it('is still paused when the process starts anew', async () => {
    await theTill().pause('a stocktake');
    await tills.stop();
    tills = await open();
    const postId = await grant();
    const saleId = await world.sell(item, 1);
    await eventually(async () => expect(await hasTold(saleId)).toBe(true));
    expect(await world.salesUnder(postId)).toBe(0);
    await theTill().resume();
    await isAnswered(postId);
  });

  it('has no webhook made again while it is paused', async () => {
    const webhooks = async () => (await world.ask<{ webhooks: number }>('/state')).webhooks;
    const all = await webhooks();
    await theTill().pause('a stocktake');
    await world.ask('/faults', { dropWebhooks: true });
    await tills.stop();
    const looks = jest.spyOn(stores.halts, 'get');
    tills = await open();
    await eventually(() => expect(looks.mock.calls.length).toBeGreaterThan(3));
    await tills.stop();
    expect([all, await webhooks()]).toEqual([5, 0]);
    tills = await open();
    await theTill().resume();
    await tills.stop();
    tills = await open();
    await eventually(async () => expect(await webhooks()).toBe(all));
  });

  it('is locked out when its token is revoked, said once; drops nothing, and goes on once another token was imported', async () => {
    const before = (await told()).length;
    await world.ask('/faults', { revokeToken: true });
    await eventually(async () => expect(await told()).toHaveLength(before + 1));
    const postId = await grant();
    const saleId = await world.sell(item, 1);
    await world.ask('/seed', { token: 'a new token' });
    const { token } = credentialNames('till');
    await unitOfWork.run((tx) => credentials.put(tx, token, 'a new token'));
    await isAnswered(postId);
    await eventually(async () => expect(await hasTold(saleId)).toBe(true));
    expect(await world.salesUnder(postId)).toBe(1);
    expect((await told()).slice(before)).toEqual([['locked-out'], []]);
  });
});
