import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { problemOf, takeOut } from './guards.mjs';
import MutantReporter from './reporter.js';
import { verdictOf } from './verdict.mjs';

const ran = (passed: number, ...messages: string[]) => ({
  path: 'libs/some.spec.ts',
  notRun: null,
  passed,
  ms: 5,
  failed: messages.map((message, index) => ({ name: `test ${index + 1}`, messages: [message] })),
});
const assertion = 'Error: expect(received).toBe(expected)';

describe('the verdict on a mutant', () => {
  it.each([
    ['killed, and by which test', [ran(3), ran(1, assertion)], 'killed', 'test 1'],
    ['killed by a test that threw', [ran(0, 'TypeError: x is undefined')], 'killed', 'test 1'],
    ['survived where every test passed', [ran(3), ran(1)], 'survived', '4 tests passed without it'],
    ['an error where no test ran', [ran(0)], 'error', 'no test ran'],
    ['an error where Jest told nothing', null, 'error', 'its tests did not come to an end'],
    ['an error where the program is broken', [ran(2, 'ReferenceError: x is not defined')], 'error', /x is not defined/],
    [
      'an error where a test file does not run, though another one failed',
      [
        ran(0, assertion),
        { ...ran(0), notRun: '\u001b[1m● Test suite failed to run\u001b[0m\n\n  x Expression expected' },
      ],
      'error',
      'a test file does not run: x Expression expected',
    ],
  ])('is %s', (_what, files, verdict, why) => {
    expect(verdictOf(files)).toEqual({ verdict, why: typeof why === 'string' ? why : expect.stringMatching(why) });
  });

  it('looks past a broken test to one that has judged', () => {
    expect(verdictOf([ran(0, 'ReferenceError: x is not defined', assertion)])).toEqual({
      verdict: 'killed',
      why: 'test 2',
    });
  });
});

describe('taking a guard out', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tillbridge-mutant-'));
  const guard = { file: 'a.ts', find: 'x > 1', replace: 'true', tests: ['a.ts'] };
  const text = () => fs.readFileSync(path.join(folder, 'a.ts'), 'utf8');
  beforeEach(() => fs.writeFileSync(path.join(folder, 'a.ts'), 'if (x > 1) return $&;'));
  afterAll(() => fs.rmSync(folder, { recursive: true }));

  it('changes its text alone, and puts it back', () => {
    const putBack = takeOut(folder, guard);
    expect(text()).toBe('if (true) return $&;');
    putBack();
    expect(text()).toBe('if (x > 1) return $&;');
  });

  it('is refused where it stands twice, or no more', () => {
    expect(problemOf(folder, guard)).toBeNull();
    fs.appendFileSync(path.join(folder, 'a.ts'), 'if (x > 1) return;');
    expect(problemOf(folder, guard)).toBe('its text stands 2 times in a.ts, not once');
    expect(problemOf(folder, { ...guard, find: 'y' })).toBe('its text stands 0 times in a.ts, not once');
  });
});

describe('what a run of Jest tells', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tillbridge-mutant-'));
  const output = path.join(folder, 'told.json');
  const told = () => JSON.parse(fs.readFileSync(output, 'utf8'));
  const failed = { status: 'failed', fullName: 'a test', failureMessages: [assertion] };
  let exit: jest.SpyInstance;
  beforeEach(() => {
    fs.rmSync(output, { force: true });
    exit = jest.spyOn(process, 'exit').mockReturnValue(undefined as never);
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(() => fs.rmSync(folder, { recursive: true }));

  it('is the first unit test that fails, for one kill is enough', () => {
    const reporter = new MutantReporter({}, { output, stopsAtFirst: true });
    reporter.onTestCaseResult({ path: 'a.spec.ts' }, { ...failed, status: 'passed' });
    expect(exit).not.toHaveBeenCalled();
    reporter.onTestCaseResult({ path: 'a.spec.ts' }, failed);
    expect([exit.mock.calls, verdictOf(told())]).toEqual([[[1]], { verdict: 'killed', why: 'a test' }]);
  });

  it.each([
    ['an integration test is let close what it has opened', true, 'a.int.spec.ts', assertion],
    ['all tests are asked for', false, 'a.spec.ts', assertion],
    ['the program is broken', true, 'a.spec.ts', 'ReferenceError: x is not defined'],
  ])('is not cut short where %s', (_what, stopsAtFirst, file, message) => {
    const reporter = new MutantReporter({}, { output, stopsAtFirst });
    reporter.onTestCaseResult({ path: file }, { ...failed, failureMessages: [message] });
    expect([exit.mock.calls, fs.existsSync(output)]).toEqual([[], false]);
  });

  it('is of every file whether it ran, what passed and what failed', () => {
    const file = { testFilePath: 'a.spec.ts', numPassingTests: 1, perfStats: { start: 3, end: 8 } };
    const passed = { ...failed, status: 'passed' };
    new MutantReporter({}, { output, stopsAtFirst: true }).onRunComplete(
      {},
      {
        testResults: [
          { ...file, testResults: [passed, failed] },
          { ...file, numPassingTests: 0, testResults: [], testExecError: {}, failureMessage: 'it does not compile' },
        ],
      },
    );
    const known = { path: 'a.spec.ts', ms: 5 };
    expect(told()).toEqual([
      { ...known, notRun: null, passed: 1, failed: [{ name: 'a test', messages: [assertion] }] },
      { ...known, notRun: 'it does not compile', passed: 0, failed: [] },
    ]);
  });
});
