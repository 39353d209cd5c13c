import { settingsFrom } from './settings';

describe('the settings that the demo passes on to its services', () => {
  it('are those of pace and of the log, and nothing else of its own environment', () => {
    const environment = {
      LOG_LEVEL: 'debug',
      EDIT_SETTLE_SECONDS: '3',
      DATABASE_URL: 'postgres://elsewhere',
      PATH: '/',
    };
    expect(settingsFrom(environment)).toEqual({ LOG_LEVEL: 'debug', EDIT_SETTLE_SECONDS: '3' });
    expect(settingsFrom({})).toEqual({});
  });
});
