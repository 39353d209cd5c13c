import { request } from 'node:http';
import { RateLimits } from './limits';
import { call, openShop, TOKEN, type Shop } from './spec-client';

const OUR_ID = '5b1f3c9e-0000-4000-8000-00000000a002';
const RFC1123 = /^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/;

describe('the door of the X-Series twin', () => {
  let shop: Shop;
  beforeEach(async () => (shop = await openShop({}, { clientId: 'app-1', clientSecret: 'shh' })));
  afterEach(() => shop.twin.close());

  const token = (form: Record<string, string>) =>
    call(
      `${shop.twin.url}/api/1.0/token`,
      'POST',
      new URLSearchParams({ client_id: 'app-1', client_secret: 'shh', ...form }).toString(),
      { 'content-type': 'application/x-www-form-urlencoded' },
    );
  const statusWith = async (bearer: string) =>
    (await shop.api('GET', '/outlets', undefined, { authorization: `Bearer ${bearer}` })).status;

  it('asks for a token and a User-Agent, and says no in its own shape', async () => {
    const { status, body } = await shop.api('GET', '/outlets', undefined, { authorization: 'Bearer wrong' });
    expect(status).toBe(401);
    expect(body).toEqual({ error: 'Unauthorized', message: expect.any(String) });
    const bare = await new Promise<number>((resolve) => {
      request(`${shop.twin.url}/api/2026-07/outlets`, { headers: { authorization: `Bearer ${TOKEN}` } }, (response) => {
        response.resume();
        resolve(response.statusCode!);
      }).end();
    });
    expect(bare).toBe(400);
    expect((await shop.api('POST', '/sales', '{not json')).status).toBe(400);
    expect((await shop.api('GET', '/nothing')).status).toBe(404);
  });

  it('rotates: a refresh kills the tokens it replaces', async () => {
    const { oauth } = await shop.control('/seed', { clientId: 'app-1', clientSecret: 'shh' });
    const first = (await token({ grant_type: 'authorization_code', code: oauth.code })).body;
    expect(first).toMatchObject({ token_type: 'Bearer', expires_in: 86_400, domain_prefix: 'acme' });
    expect((await token({ grant_type: 'authorization_code', code: oauth.code })).status).toBe(400);
    expect(await statusWith(first.access_token)).toBe(200);
    const refresh = { grant_type: 'refresh_token', refresh_token: first.refresh_token };
    expect((await token({ ...refresh, client_secret: 'wrong' })).status).toBe(400);
    const second = (await token(refresh)).body;
    expect(await statusWith(first.access_token)).toBe(401);
    expect(await statusWith(second.access_token)).toBe(200);
    expect((await token(refresh)).status).toBe(400);
  });

  it('allows 300 requests per register and 50 more, then answers 429 until a time in RFC1123', async () => {
    const busy = await openShop({ limits: true });
    const answers = [];
    for (let i = 0; i < 7; i++) {
      answers.push(...(await Promise.all(Array.from({ length: 50 }, () => busy.api('GET', '/outlets')))));
    }
    expect(answers.map(({ status }) => status)).toEqual(Array(350).fill(200));
    expect(answers[0].headers.get('x-ratelimit-limit')).toBe('350');
    const refused = await busy.api('POST', '/sales', busy.sale('TEE', 1));
    expect(refused).toMatchObject({
      status: 429,
      body: { error: 'Too Many Requests', message: 'Rate limiting enforced' },
    });
    expect(refused.headers.get('x-ratelimit-remaining')).toBe('0');
    expect(refused.headers.get('retry-after')).toMatch(RFC1123);
    expect(Date.parse(refused.headers.get('retry-after')!)).toBeGreaterThan(Date.now());
    expect(await busy.level('TEE')).toBe(5);
    await busy.twin.close();
  });

  it('opens the next window when the last has passed, and keeps apps apart', () => {
    let now = 1_000;
    const limits = new RateLimits(() => now);
    for (let i = 0; i < 50; i++) expect(limits.spend('a', 0).allowed).toBe(true);
    expect(limits.spend('a', 0)).toMatchObject({ allowed: false, headers: { 'x-ratelimit-remaining': '0' } });
    expect(limits.spend('b', 0).allowed).toBe(true);
    now += 300_000;
    expect(limits.spend('a', 0).allowed).toBe(true);
  });

  it('can lose the answer of a write that took effect', async () => {
    await shop.control('/faults', { answers: { kind: 'timeout', when: 'after', match: 'POST /sales' } });
    await expect(shop.api('POST', '/sales', shop.sale('TEE', 1, { id: OUR_ID }))).rejects.toThrow();
    expect((await shop.api('GET', `/sales/${OUR_ID}`)).body.data.state).toBe('closed');
    expect(await shop.level('TEE')).toBe(4);
    await shop.control('/faults', { answers: { kind: 'status', status: 502, when: 'after', match: 'POST /sales' } });
    expect((await shop.api('POST', '/sales', shop.sale('TEE', 1))).status).toBe(502);
    expect(await shop.level('TEE')).toBe(3);
  });

  it('can fail before anything happened, and throttle', async () => {
    await shop.control('/faults', {
      answers: [
        { kind: 'status', status: 503, match: 'POST /sales', count: 2 },
        { kind: 'throttled', match: 'POST /sales' },
      ],
    });
    const statuses = [];
    for (let i = 0; i < 4; i++) statuses.push(await shop.api('POST', '/sales', shop.sale('TEE', 1)));
    expect(statuses.map(({ status }) => status)).toEqual([503, 503, 429, 200]);
    expect(statuses[2].headers.get('retry-after')).toMatch(RFC1123);
    expect(await shop.level('TEE')).toBe(4);
  });

  it('can revoke a token, and refuses a fault it does not know', async () => {
    expect((await shop.control('/faults', { webhook: {} })).message).toContain('unknown fault');
    await shop.control('/faults', { revokeToken: TOKEN });
    expect(await statusWith(TOKEN)).toBe(401);
  });

  it('commits between request and answer, not at either end', async () => {
    const slow = await openShop({ answerMs: { min: 60, max: 60 } });
    const startedAt = Date.now();
    await slow.api('POST', '/sales', slow.sale('TEE', 1));
    const answeredAt = Date.now();
    const { entries } = await slow.control('/log');
    const { at } = entries.find(({ kind }: { kind: string }) => kind === 'api_sale');
    expect(at - startedAt).toBeGreaterThanOrEqual(10);
    expect(answeredAt - at).toBeGreaterThanOrEqual(10);
    await slow.twin.close();
  });
});
