import { add, countsOf, line } from './counts.mjs';

describe('the line a test run ends with', () => {
  it('sums all kinds of test', () => {
    const unit = countsOf({ numPassedTests: 3, numTodoTests: 1 });
    const e2e = countsOf({ numPassedTests: 1, numFailedTests: 1, numPendingTests: 2 });
    expect(line(add(unit, e2e))).toBe('4 passed, 1 failed, 3 skipped');
  });

  it('counts a file that could not be loaded as a failure', () => {
    expect(line(countsOf({ numRuntimeErrorTestSuites: 1 }))).toBe('0 passed, 1 failed, 0 skipped');
  });
});
