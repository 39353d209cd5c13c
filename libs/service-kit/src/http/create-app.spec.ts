import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SampleRoutes, tokens } from '../../spec-kit/sample-routes';
import { requireDecidedRoutes, undecidedRoutes } from '../auth/undecided-routes';
import { createLogger } from '../logging';
import { createApp } from '../run/serve';

let app: NestFastifyApplication;
beforeAll(async () => {
  app = await createApp(createLogger('sample', 'silent'), 'sample', 'A sample.', [SampleRoutes]);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
});
afterAll(() => app.close());

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const get = (url: string, headers: Record<string, string> = {}) => app.inject({ method: 'GET', url, headers });
const post = (url: string, payload: string | Buffer, headers: Record<string, string> = {}) =>
  app.inject({ method: 'POST', url, payload, headers: { 'content-type': 'application/json', ...headers } });

describe('who may call a route', () => {
  it.each([
    ['/sample/service', 200, 403, 401],
    ['/sample/operator', 403, 200, 401],
    ['/sample/both', 200, 200, 401],
    ['/sample/forgotten', 403, 403, 403],
    ['/guarded', 200, 403, 401],
  ])('%s: service %i, operator %i, stranger %i', async (url, service, operator, stranger) => {
    expect((await get(url, bearer(tokens.service))).statusCode).toBe(service);
    expect((await get(url, bearer(tokens.operator))).statusCode).toBe(operator);
    expect((await get(url, bearer('stranger-token-0123456789'))).statusCode).toBe(stranger);
    expect((await get(url)).statusCode).toBe(stranger);
  });

  it.each([
    ['Basic dXNlcjpwYXNz'],
    ['Bearer'],
    ['Bearer '],
    [`Bearer ${tokens.operator} x`],
    [`Bearer ${tokens.operator.slice(0, -1)}`],
    [tokens.operator],
  ])('refuses the header "%s" and says how to send a token', async (authorization) => {
    const answer = await get('/sample/operator', { authorization });
    expect(answer.statusCode).toBe(401);
    expect(answer.headers['www-authenticate']).toBe('Bearer');
  });

  it('finds routes that forgot to decide', () => {
    expect(undecidedRoutes(app)).toEqual(['SampleController.forgotten']);
    expect(() => requireDecidedRoutes(app)).toThrow('Nobody may call SampleController.forgotten: give each');
  });

  it('shows the documentation to everyone', async () => {
    expect((await get('/docs')).statusCode).toBe(200);
    const { paths, components, security, info } = (await get('/docs-json')).json();
    expect(Object.keys(paths)).toContain('/sample/adjust');
    expect(components.securitySchemes.bearer).toMatchObject({ type: 'http', scheme: 'bearer' });
    expect(security).toEqual([{ bearer: [] }]);
    expect(info).toMatchObject({ title: 'sample' });
  });

  it('documents which routes need no token, and how the others refuse', async () => {
    const { paths } = (await get('/docs-json')).json();
    const { post: hook } = paths['/hooks'];
    expect([hook.security, Object.keys(hook.responses)]).toEqual([[], ['201']]);
    const { get: plain } = paths['/sample/service'];
    expect([plain.security, Object.keys(plain.responses)]).toEqual([undefined, ['200', '401', '403', '503']]);
    expect(Object.keys(paths['/sample/adjust'].post.responses)).toContain('400');
    expect(plain.responses[401].content['application/problem+json'].schema).toEqual({
      $ref: '#/components/schemas/Problem',
    });
  });
});

describe('bodies', () => {
  it.each([
    ['application/json', '{"a": 1 }'],
    ['application/json', '{"broken'],
    ['application/x-www-form-urlencoded', 'payload=%7B%7D&type=sale.update'],
    ['text/weird; charset=latin1', 'a,b'],
  ])('a public route gets the very bytes of %s', async (type, text) => {
    expect((await post('/hooks', text, { 'content-type': type })).json()).toEqual({ bytes: text });
  });

  it('a public route takes no body at all', async () => {
    expect((await app.inject({ method: 'POST', url: '/hooks' })).json()).toEqual({ bytes: null });
  });

  it('more than 5 MB is refused', async () => {
    expect((await post('/hooks', Buffer.alloc(5 * 1024 * 1024 + 1, 32))).statusCode).toBe(413);
    expect((await post('/hooks', Buffer.alloc(5 * 1024 * 1024, 32))).statusCode).toBe(201);
  });

  it('other routes take JSON only, and say so', async () => {
    const headers = bearer(tokens.operator);
    const form = await post('/sample/adjust', 'a=b', {
      ...headers,
      'content-type': 'application/x-www-form-urlencoded',
    });
    expect([form.statusCode, form.json().detail]).toEqual([415, expect.stringContaining('send application/json')]);
    const broken = await post('/sample/adjust', '{"lines', headers);
    expect([broken.statusCode, broken.headers['content-type']]).toEqual([400, expect.stringContaining('problem+json')]);
    const poison = await post('/sample/adjust', '{"lines":[],"__proto__":{"x":1}}', headers);
    expect(poison.statusCode).toBe(400);
  });
});

describe('errors', () => {
  const headers = bearer(tokens.operator);

  it('a wrong field is named with its value and the remedy', async () => {
    const body = {
      lines: [
        { sku: 'TEE-M', quantity: 'two' },
        { sku: 'TEE-L', quantity: 0 },
      ],
      colour: 'red',
      token: 5,
    };
    const answer = await post('/sample/adjust', JSON.stringify(body), headers);
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ status: 400, title: 'Bad Request', requestId: expect.any(String) });
    expect(answer.json().problems).toEqual(
      expect.arrayContaining([
        { field: 'lines[0].quantity', value: 'two', remedy: 'should be a whole number of units' },
        { field: 'lines[1].quantity', value: 0, remedy: 'should be 1 or more' },
        { field: 'colour', value: 'red', remedy: 'there is no such field; leave it out' },
        { field: 'token', remedy: 'should be text' },
      ]),
    );
  });

  it('a good body arrives as objects of its class', async () => {
    const answer = await post('/sample/adjust', '{"lines":[{"sku":"TEE-M","quantity":2}]}', headers);
    expect([answer.statusCode, answer.json()]).toEqual([201, { units: 2, isLine: true }]);
  });

  it('a query is checked and converted', async () => {
    expect((await get('/sample/both?limit=7', headers)).json()).toEqual({ limit: 7 });
    expect((await get('/sample/both?limit=70', headers)).json().problems).toEqual([
      { field: 'limit', value: 70, remedy: 'should be 10 at most' },
    ]);
  });

  it('a bug is a 500 that tells nothing', async () => {
    const answer = await get('/sample/bug', headers);
    expect(answer.statusCode).toBe(500);
    expect(answer.body).not.toMatch(/secret|TypeError|at /);
  });

  it.each(['/sample/weather', '/sample/refused'])('%s: weather is a 503 that says when to come back', async (url) => {
    const answer = await get(url, headers);
    expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '5']);
  });

  it('an unknown route is a problem document too', async () => {
    const answer = await get('/nowhere');
    expect([answer.statusCode, answer.json().title]).toEqual([404, 'Not Found']);
  });
});
