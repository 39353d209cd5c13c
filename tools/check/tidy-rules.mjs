// The rules of tools/tidy.mjs. A rule takes the files ({name, text()}) and returns what it found, one line each.
import { find, isSource, isSpec, lines } from './files.mjs';
import { unusedRules } from './unused-rules.mjs';

const FILE_LINES_MAX = 300;

const isMigration = ({ name }) => /(^|\/)migrations(\/|\.ts$)/.test(name);
// They quote what the others may not write.
const isAboutRules = ({ name }) => /^tools\/(lint|check|tidy)/.test(name) || /^(GLOSSARY|CONTRIBUTING)\.md$/.test(name);
// Bodies and schemas as a vendor sends them, in the vendor's words.
const isVendors = ({ name }) => /^libs\/simulators\/|\/(translate|client)[^/]*\.ts$|\.graphql$|\/samples\//.test(name);

// Read by people who never open the code behind it, or the very words of the stock.
const isRead = ({ name }) =>
  /^libs\/(contracts|stock-domain|level-mirror)\/.*\.ts$|^apps\/[^/]+\/src\/http\/.*\.ts$/.test(name) ||
  /^(README|ARCHITECTURE|docs\/operations)\.md$/.test(name);

export const rules = {
  ...unusedRules,

  /** A file that cannot be read in one go has more than one job. */
  fileLength: (files) =>
    files
      .filter(
        (file) => isSource(file) && !isSpec(file) && !isMigration(file) && lines(file).length - 1 > FILE_LINES_MAX,
      )
      .map(
        (file) =>
          `${file.name}: ${lines(file).length - 1} lines, at most ${FILE_LINES_MAX}: give it two jobs' worth of files`,
      ),

  /** Work left to do belongs in an issue; a note in the code is allowed only with its owner: TODO(name). */
  unownedNotes: (files) =>
    find(
      files.filter((file) => isSource(file) && !isAboutRules(file)),
      /\b(TODO|FIXME|XXX|HACK)\b(?!\([a-z])/,
      ([word]) => `${word} without an owner: do it, or open an issue`,
    ),

  /** One forgotten `.only` turns every other test off. */
  focusedOrSkippedTests: (files) =>
    find(
      files.filter((file) => isSpec(file) && !isAboutRules(file)),
      /\b(?:describe|it|test)\.(only|skip|todo)\b|\b(fdescribe|fit|xdescribe|xit|xtest)\(/,
      ([found]) => `${found}: a test runs or is deleted`,
    ),

  consoleInServices: (files) =>
    find(
      files.filter(
        (file) =>
          /^(apps|libs)\/.*\.ts$/.test(file.name) && !isSpec(file) && !/^libs\/(testing|simulators)\//.test(file.name),
      ),
      /\bconsole\.(log|info|warn|error|debug)\(/,
      ([call]) => `${call}...): services log through pino, with a level and fields`,
    ),

  /** The words the glossary says never to use, where a reader of ours would meet them: event and HTTP names, and the papers. */
  glossary: (files) => {
    const glossary = files.find(({ name }) => name === 'GLOSSARY.md');
    const banned = glossary ? neverSay(glossary.text()) : [];
    if (!banned.length) return [];
    const pattern = new RegExp(`\\b(${banned.map(escaped).join('|')})s?\\b`, 'i');
    return find(
      files.filter((file) => isRead(file) && !isVendors(file) && !isAboutRules(file)),
      pattern,
      ([, word]) => `"${word}" is not a word of ours: see GLOSSARY.md`,
    );
  },

  /** A row with other cells than its header loses one of them, or another row, where nobody sees it. */
  tables: (files) => files.filter(({ name }) => name.endsWith('.md')).flatMap((file) => brokenRows(file)),

  /** `npm ci` refuses a lock without the binaries of other platforms, and a host in it ties every clone to one registry. */
  lock: (files) => {
    const lock = files.find(({ name }) => name === 'package-lock.json');
    return lock ? lockFindings(JSON.parse(lock.text()).packages) : ['package-lock.json: missing'];
  },
};

/**
 * Words from the glossary's "never say" column that mean nothing else in a program or in a shop, so that a machine may judge
 * them. The rest (product, count, free, done, ...) are right in other senses and stay with the reader.
 */
const ENFORCED = [
  'cart reservation',
  'dead-letter',
  'dead letter',
  'mismatch',
  'negative stock',
  'sellable',
  'warehouse',
];

/** @returns the enforced words that the glossary's tables, in their last column, say never to use */
export function neverSay(markdown) {
  const lastCells = markdown
    .split('\n')
    .filter((line) => /^\|.*\|\s*$/.test(line))
    .map((row) => row.trim().split('|').at(-2).toLowerCase());
  return ENFORCED.filter((word) => lastCells.some((cell) => cell.includes(word)));
}

export function lockFindings(packages) {
  const resolved = Object.entries(packages).filter(([, entry]) => entry.resolved);
  const present = new Set(Object.keys(packages).map((where) => where.replace(/^.*node_modules\//, '')));
  const absent = Object.entries(packages).flatMap(([where, entry]) =>
    Object.keys(entry.optionalDependencies ?? {})
      .filter((name) => !present.has(name))
      .map(
        (name) =>
          `package-lock.json: ${where || 'the root'} names the optional ${name}, which is not in the lock: npm ci will refuse it`,
      ),
  );
  return [...resolved.map(([where]) => `package-lock.json: ${where} names a registry host ("resolved")`), ...absent];
}

function brokenRows(file) {
  let columns = null;
  return lines(file).flatMap((line, index) => {
    const cells = cellsIn(line);
    columns = cells === null ? null : (columns ?? cells);
    return cells === columns ? [] : [`${file.name}:${index + 1}: a row of ${cells} cells under a header of ${columns}`];
  });
}

/** null for a line that is no row of a table. A bar in code or behind a backslash divides nothing. */
function cellsIn(line) {
  if (!/^\s*\|.*\|\s*$/.test(line)) return null;
  return (
    line
      .trim()
      .replaceAll(/`[^`]*`|\\\|/g, '')
      .split('|').length - 2
  );
}

const escaped = (text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
