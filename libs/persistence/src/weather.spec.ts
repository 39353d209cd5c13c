import { QueryFailedError } from 'typeorm';
import { PermanentError, RetryableError, StaleVersion, Unavailable } from './errors';
import { isDatabaseAway, isWeather } from './weather';

const coded = (code: string) => Object.assign(new Error(`error ${code}`), { code });
const failedQuery = (driverError: Error) => new QueryFailedError('SELECT 1', [], driverError);

describe('a database that is away', () => {
  it.each([
    ['the connection failed', '08006'],
    ['the protocol was violated', '08P01'],
    ['its disk is full', '53100'],
    ['its memory is used up', '53200'],
    ['it has too many connections', '53300'],
    ['it cancelled a statement that took too long', '57014'],
    ['it is shutting down', '57P01'],
    ['it crashed', '57P02'],
    ['it is starting up', '57P03'],
    ['it ended an idle session', '57P05'],
    ['it is a standby', '25006'],
    ['it ended an idle transaction', '25P03'],
    ['a lock was not free in time', '55P03'],
    ['it cannot read its files', '58030'],
    ['nobody listens', 'ECONNREFUSED'],
    ['the connection was reset', 'ECONNRESET'],
    ['the pipe is broken', 'EPIPE'],
    ['nobody answers', 'ETIMEDOUT'],
    ['its name is not known', 'ENOTFOUND'],
    ['names cannot be looked up', 'EAI_AGAIN'],
    ['its host cannot be reached', 'EHOSTUNREACH'],
    ['its network cannot be reached', 'ENETUNREACH'],
  ])('is recognised when %s (%s), however it is wrapped', (_what, code) => {
    expect(isDatabaseAway(coded(code))).toBe(true);
    expect(isDatabaseAway(failedQuery(coded(code)))).toBe(true);
    expect(isDatabaseAway(new Error('reading failed', { cause: coded(code) }))).toBe(true);
    expect(isDatabaseAway(new AggregateError([new Error('first'), coded(code)]))).toBe(true);
    expect(isWeather(coded(code))).toBe(true);
  });

  it.each([
    'Connection terminated',
    'Connection terminated unexpectedly',
    'Connection terminated due to connection timeout',
    'timeout exceeded when trying to connect',
    'timeout expired',
    'Query read timeout',
    'Client has encountered a connection error and is not queryable',
    'Client was closed and is not queryable',
  ])('is recognised by what pg says without a code: %s', (message) => {
    expect(isDatabaseAway(new Error(message))).toBe(true);
    expect(isDatabaseAway(failedQuery(new Error(message)))).toBe(true);
  });

  it('is recognised when somebody has said so', () => {
    expect(isDatabaseAway(new Unavailable('no shop yet'))).toBe(true);
    expect(isDatabaseAway(new Error('outer', { cause: new Unavailable('database') }))).toBe(true);
  });

  it.each([
    ['a unique violation', coded('23505')],
    ['a missing column', coded('42703')],
    ['a value that does not fit', coded('22P02')],
    ['a serialization failure, which is decided again at once', coded('40001')],
    ['a missing file', coded('ENOENT')],
    ['a code that only begins like one', coded('08')],
    ['a bug', new TypeError('cannot read properties of undefined')],
    ['words about a timeout that are not pg’s', new Error('the vendor said: timeout expired')],
    ['what is no error', 'ECONNREFUSED'],
    ['nothing', null],
    ['an error judged to be about one message', new RetryableError('the till is full', { cause: coded('ETIMEDOUT') })],
    ['an error judged to be for ever', new PermanentError('bad address', { cause: coded('ENOTFOUND') })],
    ['a stale version', new StaleVersion('someone was faster')],
  ])('is not what %s says', (_what, error) => {
    expect(isDatabaseAway(error)).toBe(false);
  });

  it('is not searched for in a circle of causes', () => {
    const circle = new Error('round and round');
    circle.cause = circle;
    expect(isDatabaseAway(circle)).toBe(false);
  });
});

describe('weather', () => {
  it('is also what somebody has judged to pass by itself, and never what is judged to stay', () => {
    expect(isWeather(new RetryableError('the till is full'))).toBe(true);
    expect(isWeather(new PermanentError('no such item'))).toBe(false);
    expect(isWeather(new TypeError('a bug'))).toBe(false);
  });
});
