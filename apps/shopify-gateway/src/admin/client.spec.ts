import { AdminClient } from './client';
import { CostBudget } from './cost-budget';
import { NoAnswer, Refused, Throttled, Unauthorized } from './errors';
import { ClientCredentials, StaticToken } from './token';

type Reply = { status?: number; body?: unknown; headers?: Record<string, string> } | Error;

function replying(...replies: Reply[]) {
  const requests: { url: string; token: string | null }[] = [];
  const fake = (async (url: string, init: RequestInit) => {
    requests.push({ url, token: new Headers(init.headers).get('x-shopify-access-token') });
    const reply = replies.shift() ?? new Error('nothing left to say');
    if (reply instanceof Error) throw reply;
    const { status = 200, body = {}, headers } = reply;
    return new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers });
  }) as typeof fetch;
  return { requests, fake };
}

function client(
  fake: typeof fetch,
  tokens: ConstructorParameters<typeof AdminClient>[0]['tokens'] = new StaticToken('t'),
) {
  const budget = new CostBudget({ now: Date.now, sleep: async () => undefined });
  return new AdminClient({ baseUrl: 'https://shop.test', apiVersion: '2026-07', tokens, budget, fetch: fake });
}

const ask = (fake: typeof fetch, options = { once: true }) => client(fake).ask('query Q { shop { id } }', {}, options);
const errors = (code: string) => ({ body: { errors: [{ message: 'no', extensions: { code } }] } });

describe('the Admin client', () => {
  it('asks the configured version of the configured address', async () => {
    const { fake, requests } = replying({ body: { data: { shop: 1 } } });
    expect(await ask(fake)).toEqual({ shop: 1 });
    expect(requests).toEqual([{ url: 'https://shop.test/admin/api/2026-07/graphql.json', token: 't' }]);
  });

  it.each<[string, Reply, unknown]>([
    ['a broken connection', new Error('ECONNRESET'), NoAnswer],
    ['5xx', { status: 502 }, NoAnswer],
    ['429', { status: 429 }, NoAnswer],
    ['a request that took too long to arrive', { status: 408 }, NoAnswer],
    ['a conflict with something under way', { status: 409 }, NoAnswer],
    ['a store that thinks we do harm', { status: 430 }, NoAnswer],
    ['a status that nobody has told of', { status: 418 }, NoAnswer],
    ['a malformed request', { status: 400 }, Refused],
    ['a request of wrong values', { status: 422 }, Refused],
    ['a request that is too large', { status: 413 }, Refused],
    ['a store that is not there any more', { status: 404 }, Unauthorized],
    ['an answer that is not JSON', { body: '<html>' }, NoAnswer],
    ['THROTTLED in a 200', errors('THROTTLED'), Throttled],
    ['an internal error in a 200', errors('INTERNAL_SERVER_ERROR'), NoAnswer],
    ['a wrong request', errors('INVALID_VARIABLE'), Refused],
    ['a frozen store', { status: 402 }, Unauthorized],
    ['an app that is barred from the store', { status: 403 }, Unauthorized],
    ['a locked store', { status: 423 }, Unauthorized],
  ])('%s is judged', async (_what, reply, expected) => {
    await expect(ask(replying(reply).fake)).rejects.toBeInstanceOf(expected);
  });

  it('reads Retry-After as decimal seconds', async () => {
    const limited = ask(replying({ status: 429, headers: { 'retry-after': '2.5' } }).fake);
    await expect(limited).rejects.toMatchObject({ retryAfterMs: 2500 });
  });

  it('reads Retry-After as a date, too, and never as longer than ten minutes', async () => {
    const after = async (seconds: number) => {
      const date = new Date(Date.now() + seconds * 1_000).toUTCString();
      const error = await ask(replying({ status: 429, headers: { 'retry-after': date } }).fake).catch((why) => why);
      return (error as NoAnswer).retryAfterMs!;
    };
    expect(await after(90)).toBeGreaterThan(80_000);
    expect(await after(90)).toBeLessThanOrEqual(90_000);
    expect(await after(86_400)).toBe(600_000);
    expect(await after(-5)).toBeNull();
  });

  it('asks for nothing more, and waits for nothing, until the store wants to be asked again', async () => {
    const { fake, requests } = replying({ status: 429, headers: { 'retry-after': '60' } });
    const asking = client(fake);
    const read = () => asking.ask('query Q { shop { id } }', {});
    await expect(read()).rejects.toMatchObject({ retryAfterMs: 60_000 });
    await expect(read()).rejects.toMatchObject({ retryAfterMs: expect.any(Number) });
    expect(requests).toHaveLength(1);
  });

  it('says how long a throttled call has to wait', async () => {
    const throttleStatus = { maximumAvailable: 2000, currentlyAvailable: 50, restoreRate: 100 };
    const cost = { requestedQueryCost: 100, throttleStatus };
    const body = { ...errors('THROTTLED').body, extensions: { cost } };
    await expect(ask(replying({ body }).fake)).rejects.toMatchObject({ retryAfterMs: 500 });
  });

  it('repeats what is safe to repeat, and never what is to be sent once', async () => {
    const busy = { status: 503, headers: { 'retry-after': '0.01' } };
    const safe = replying(busy, { body: { data: {} } });
    await ask(safe.fake, { once: false });
    expect(safe.requests).toHaveLength(2);
    const once = replying(busy, { body: { data: {} } });
    await expect(ask(once.fake)).rejects.toBeInstanceOf(NoAnswer);
    expect(once.requests).toHaveLength(1);
  });
});

describe('client credentials', () => {
  const grant = (token: string, expires_in = 86_399) => ({ body: { access_token: token, expires_in } });
  const credentials = (fake: typeof fetch, now = () => 0) =>
    new ClientCredentials({ baseUrl: 'https://shop.test', clientId: 'c', clientSecret: 's', now, fetch: fake });

  it('fetches one token however many wait for it, and keeps it', async () => {
    const { fake, requests } = replying(grant('one'));
    const tokens = credentials(fake);
    expect(await Promise.all([tokens.get(), tokens.get()])).toEqual(['one', 'one']);
    expect(await tokens.get()).toBe('one');
    expect(requests).toHaveLength(1);
  });

  it('fetches another ahead of its end', async () => {
    let now = 0;
    const tokens = credentials(replying(grant('one', 3600), grant('two', 3600)).fake, () => now);
    expect(await tokens.get()).toBe('one');
    now = 3_400_000;
    expect(await tokens.get()).toBe('two');
  });

  it('fetches another at once when the store no longer takes it, and asks again with that', async () => {
    const auth = replying(grant('one'), grant('two'));
    const api = replying({ status: 401 }, { body: { data: { ok: true } } });
    expect(await client(api.fake, credentials(auth.fake)).ask('query Q { shop { id } }', {})).toEqual({ ok: true });
    expect(api.requests.map((request) => request.token)).toEqual(['one', 'two']);
  });

  it('tries again later when a refused token has no better successor', async () => {
    const api = replying({ status: 401 }, { status: 401 });
    await expect(ask(api.fake)).rejects.toBeInstanceOf(NoAnswer);
  });

  it('does not tell the secret when it is refused', async () => {
    const tokens = credentials(replying({ status: 401, body: 'wrong secret s' }).fake);
    await expect(tokens.get()).rejects.toThrow('the store refuses our client credentials (HTTP 401)');
  });
});
