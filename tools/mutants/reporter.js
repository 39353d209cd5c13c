// Tells tools/mutants what became of each test file. Ends the run at the first unit test that fails: one kill is enough.
const fs = require('node:fs');

/** A program that is broken rather than wrong: no test has judged what it does. */
const isBroken = (messages) => messages.every((message) => /^(ReferenceError|SyntaxError)\b/.test(message));

module.exports = class MutantReporter {
  constructor(_globalConfig, { output, stopsAtFirst }) {
    this.output = output;
    this.stopsAtFirst = stopsAtFirst;
  }

  onTestCaseResult({ path }, { status, fullName, failureMessages }) {
    // What an integration test has opened it has to close.
    if (status !== 'failed' || !this.stopsAtFirst || path.endsWith('.int.spec.ts') || isBroken(failureMessages)) return;
    this.write([{ path, notRun: null, passed: 0, ms: 0, failed: [{ name: fullName, messages: failureMessages }] }]);
    process.exit(1);
  }

  onRunComplete(_contexts, { testResults }) {
    this.write(
      testResults.map(
        ({ testFilePath, testExecError, failureMessage, numPassingTests, perfStats, testResults: tests }) => ({
          path: testFilePath,
          notRun: testExecError ? (failureMessage ?? '') : null,
          passed: numPassingTests,
          ms: perfStats.end - perfStats.start,
          failed: tests
            .filter(({ status }) => status === 'failed')
            .map(({ fullName, failureMessages }) => ({ name: fullName, messages: failureMessages })),
        }),
      ),
    );
  }

  write(files) {
    fs.writeFileSync(this.output, JSON.stringify(files));
  }
};
module.exports.isBroken = isBroken;
