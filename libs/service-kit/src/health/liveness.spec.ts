import { consumerMissingMaxMs, handlingMaxMs, reasonToRestart } from './liveness';

const atWork = { connected: true, consuming: true, missingSinceMs: null, handlingMs: null };
const away = { ...atWork, connected: false, consuming: false };
const missing = { ...atWork, consuming: false };

describe('liveness', () => {
  it.each([
    ['a service that takes no facts', null],
    ['a consumer at work', atWork],
    ['a broker that is away', away],
    ['a broker that is away, however long', { ...away, missingSinceMs: 10 * consumerMissingMaxMs }],
    ['a consumer that has just gone', { ...missing, missingSinceMs: consumerMissingMaxMs }],
    ['a batch that takes its time', { ...atWork, handlingMs: handlingMaxMs }],
  ])('holds for %s', (_what, state) => {
    expect(reasonToRestart(state)).toBeNull();
  });

  it('fails once the broker is there and nothing has consumed for more than a minute', () => {
    const state = { ...missing, missingSinceMs: consumerMissingMaxMs + 1 };
    expect(reasonToRestart(state)).toContain('nothing has consumed facts for 60 s');
  });

  it('fails once a handler has had one batch for more than five minutes, broker or not', () => {
    const stuck = { handlingMs: handlingMaxMs + 1 };
    for (const state of [atWork, away])
      expect(reasonToRestart({ ...state, ...stuck })).toContain('one batch of facts has been in hand for 300 s');
  });
});
