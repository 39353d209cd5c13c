// Writes Jest's totals for tools/jest/run.mjs, beside the usual report on stderr.
const fs = require('node:fs');

const CLOSE_WITHIN_MS = 10_000;

module.exports = class CountsReporter {
  onRunComplete(_contexts, results) {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, numRuntimeErrorTestSuites } = results;
    const totals = { numPassedTests, numFailedTests, numPendingTests, numTodoTests, numRuntimeErrorTestSuites };
    fs.writeFileSync(process.env.TILLBRIDGE_TEST_COUNTS, JSON.stringify(totals));
    // Unref'd: it fires only if something that a test left open keeps Jest alive.
    setTimeout(() => {
      process.stderr.write('A test left something open (a connection, a timer, a program); that is a failure.\n');
      process.exit(1);
    }, CLOSE_WITHIN_MS).unref();
  }
};
