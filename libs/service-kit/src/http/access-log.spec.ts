import { request as httpRequest } from 'node:http';
import { SampleRoutes, tokens } from '../../spec-kit/sample-routes';
import { createLogger } from '../logging';
import { createApp } from '../run/serve';

describe('logs', () => {
  it('name the route and the outcome, never the address, headers or body', async () => {
    const lines: string[] = [];
    const logger = createLogger('sample', 'debug', { write: (line) => void lines.push(line) });
    const logged = await createApp(logger, 'sample', 'A sample.', [SampleRoutes]);
    await logged.listen(0, '127.0.0.1');
    try {
      const url = await logged.getUrl();
      await callWithSecrets(`${url}/hooks?key=hunter2`, 'POST', 'hunter2');
      await callWithSecrets(`${url}/sample/bug?key=hunter2`, 'GET', tokens.operator);
    } finally {
      await logged.close();
    }
    const text = lines.join('');
    expect(text).toContain('"route":"/hooks"');
    expect(text).toContain('"service":"sample"');
    expect(text).toContain('"type":"TypeError","message":"reading');
    expect(text).not.toMatch(/hunter2|Anna|c00kie/);
    expect(text).not.toContain(tokens.operator);
    const [failed, completed] = lines.map((line) => JSON.parse(line)).filter((line) => line.status === 500 || line.err);
    expect(failed).toMatchObject({
      level: 'error',
      msg: 'request failed',
      context: 'http',
      requestId: completed.requestId,
    });
  });
});

function callWithSecrets(url: string, method: string, token: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}`, cookie: 'session=c00kie' };
    const request = httpRequest(url, { method, headers }, (answer) => void answer.resume().on('end', resolve));
    request.on('error', reject).end(method === 'POST' ? '{"customer":"Anna"}' : undefined);
  });
}
