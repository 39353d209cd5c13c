import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import CountsReporter from './counts-reporter.js';
import { runTests } from './run.mjs';

jest.mock('../kit/say.mjs', () => ({ say: () => undefined }));

describe('a test run', () => {
  const kinds = ['unit'];

  /** A door whose Jest ends at once, with these totals. */
  const door = (totals: object, code = 0) => {
    const commands: string[][] = [];
    const run = async (_program: string, args: string[], { env }: { env: Record<string, string> }) => {
      commands.push(args);
      fs.writeFileSync(env.TILLBRIDGE_TEST_COUNTS, JSON.stringify(totals));
      return code;
    };
    return { life: { closing: false, run }, commands };
  };

  it('ends well when tests passed and none failed', async () => {
    const { life } = door({ numPassedTests: 2 });
    expect(await runTests(life, { kinds, args: [], env: {} })).toEqual({
      code: 0,
      lastLine: '2 passed, 0 failed, 0 skipped',
    });
  });

  it.each([
    ['nothing passed', {}, 0, '0 passed, 1 failed, 0 skipped'],
    ['all were skipped', { numPendingTests: 3 }, 0, '0 passed, 1 failed, 3 skipped'],
    ['Jest says so without a failed test', { numPassedTests: 1 }, 1, '1 passed, 1 failed, 0 skipped'],
  ])('fails when %s', async (_what, totals, exit, lastLine) => {
    const { life } = door(totals, exit);
    expect(await runTests(life, { kinds, args: ['libs/x'], env: {} })).toEqual({ code: 1, lastLine });
  });

  it('forgives a kind without tests only where the reader named some', async () => {
    const { life, commands } = door({ numPassedTests: 1 });
    await runTests(life, { kinds, args: [], env: {} });
    await runTests(life, { kinds, args: ['libs/x'], env: {} });
    expect(commands.map((args) => args.includes('--passWithNoTests'))).toEqual([false, true]);
  });
});

describe('a test that leaves something open', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tillbridge-test-'));

  beforeEach(() => {
    jest.useFakeTimers();
    process.env.TILLBRIDGE_TEST_COUNTS = path.join(folder, 'counts.json');
  });
  afterEach(() => {
    jest.useRealTimers();
    jest.restoreAllMocks();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  it('is a failure, for Jest would not end', () => {
    const exit = jest.spyOn(process, 'exit').mockReturnValue(undefined as never);
    const told = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    new CountsReporter().onRunComplete({}, { numPassedTests: 1 });
    jest.advanceTimersByTime(10_000);
    expect(exit).toHaveBeenCalledWith(1);
    expect(told).toHaveBeenCalledWith(expect.stringContaining('left something open'));
  });
});
