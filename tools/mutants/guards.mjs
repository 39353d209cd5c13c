// Guards (tests/mutants), and what makes one of them a mutant.
import fs from 'node:fs';
import path from 'node:path';

/** How often the text of a guard stands in its file; anything but once says that the code has moved on without it. */
export function timesFound(folder, { file, find }) {
  const where = path.join(folder, file);
  return fs.existsSync(where) ? fs.readFileSync(where, 'utf8').split(find).length - 1 : 0;
}

/** @returns {string | null} what is wrong with a guard as it is written down; null for nothing */
export function problemOf(folder, guard) {
  const times = timesFound(folder, guard);
  if (times !== 1) return `its text stands ${times} times in ${guard.file}, not once`;
  const missing = guard.tests.filter((test) => !fs.existsSync(path.join(folder, test)));
  if (guard.tests.length === 0 || missing.length > 0) return `no such test: ${missing.join(', ') || '(none named)'}`;
  return null;
}

/** Takes the guard out of the file in this folder. @returns what puts it back */
export function takeOut(folder, { file, find, replace }) {
  const where = path.join(folder, file);
  const text = fs.readFileSync(where, 'utf8');
  fs.writeFileSync(where, text.split(find).join(replace));
  return () => fs.writeFileSync(where, text);
}
