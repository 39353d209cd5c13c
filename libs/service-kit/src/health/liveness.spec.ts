import { consumerMissingMaxMs, reasonToRestart } from './liveness';

const away = { connected: false, consuming: false, missingSinceMs: null };

describe('liveness', () => {
  it.each([
    ['a service that takes no facts', null],
    ['a consumer at work', { connected: true, consuming: true, missingSinceMs: null }],
    ['a broker that is away', away],
    [
      'a broker that is away, however long the consumer has been missing',
      { ...away, missingSinceMs: 10 * consumerMissingMaxMs },
    ],
    ['a consumer that has just gone', { connected: true, consuming: false, missingSinceMs: consumerMissingMaxMs }],
  ])('holds for %s', (_what, state) => {
    expect(reasonToRestart(state)).toBeNull();
  });

  it('fails once the broker is there and nothing has consumed for more than a minute', () => {
    const state = { connected: true, consuming: false, missingSinceMs: consumerMissingMaxMs + 1 };
    expect(reasonToRestart(state)).toContain('nothing has consumed facts for 60 s');
  });
});
