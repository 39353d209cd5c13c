// What the tests of a guard say about a mutant, as tools/mutants/reporter.js has told it.
import { isBroken } from './reporter.js';

/**
 * @typedef {{path: string, notRun: string | null, passed: number, failed: {name: string, messages: string[]}[]}} TestFile
 * @param {TestFile[] | null} files the test files that are to kill it; null where Jest told nothing of them
 * @returns {{verdict: 'killed' | 'survived' | 'error', why: string}} `why` names the test that killed it, or what is wrong
 */
export function verdictOf(files) {
  if (files === null) return error('its tests did not come to an end');
  const notRun = files.find((file) => file.notRun !== null);
  if (notRun) return error(`a test file does not run: ${firstLine(notRun.notRun)}`);
  const failed = files.flatMap((file) => file.failed);
  const passed = files.reduce((total, file) => total + file.passed, 0);
  if (failed.length + passed === 0) return error('no test ran');
  if (failed.length === 0) return { verdict: 'survived', why: `${passed} tests passed without it` };
  const judged = failed.find(({ messages }) => !isBroken(messages));
  return judged ? { verdict: 'killed', why: judged.name } : error(firstLine(failed[0].messages[0] ?? ''));
}

const error = (why) => ({ verdict: 'error', why });

/** Without Jest's own heading and colours. */
function firstLine(message) {
  const lines = message
    .replaceAll(/\u001b\[[0-9;]*m/g, '')
    .split('\n')
    .map((line) => line.trim());
  return lines.find((line) => line !== '' && !line.startsWith('●')) ?? 'nobody knows why';
}
