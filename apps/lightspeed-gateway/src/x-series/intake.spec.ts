import { createHmac } from 'node:crypto';
import { checkSignature, sameSecret } from './intake';

const secret = 'a client secret';
const body = Buffer.from('payload=%7B%22id%22%3A1%7D');
const sign = (encoding: 'hex' | 'base64', key = secret) =>
  `signature=${createHmac('sha256', key).update(body).digest(encoding)},algorithm=HMAC-SHA256`;

describe('a signature', () => {
  it.each(['hex', 'base64'] as const)('is good in %s', (encoding) => {
    expect(checkSignature(sign(encoding), body, secret)).toBe('good');
  });

  it('is wrong under another secret, over another body, cut short or by another algorithm', () => {
    expect(checkSignature(sign('hex', 'another'), body, secret)).toBe('wrong');
    expect(checkSignature(sign('hex'), Buffer.from('payload=%7B%7D'), secret)).toBe('wrong');
    expect(checkSignature(sign('hex').replace(/signature=../, 'signature='), body, secret)).toBe('wrong');
    expect(checkSignature(sign('hex').replace('SHA256', 'MD5'), body, secret)).toBe('wrong');
    expect(checkSignature('signature=,algorithm=HMAC-SHA256', body, secret)).toBe('wrong');
    expect(checkSignature('nonsense', body, secret)).toBe('wrong');
  });

  it('is absent on webhooks made by hand, or when we were told no secret', () => {
    expect(checkSignature(undefined, body, secret)).toBe('absent');
    expect(checkSignature(sign('hex'), body, null)).toBe('absent');
  });
});

it('compares secrets as a whole', () => {
  expect(sameSecret('abc', 'abc')).toBe(true);
  expect(sameSecret('ab', 'abc')).toBe(false);
  expect(sameSecret('', 'abc')).toBe(false);
});
