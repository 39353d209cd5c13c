// The few options doors have. Anything a door does not know is passed on to the program behind it, or refused.
import { Told } from './say.mjs';

/**
 * @param {string[]} argv
 * @param {Record<string, 'flag' | 'value'>} known option names without dashes
 * @returns {{options: Record<string, string | true>, rest: string[]}}
 */
export function parse(argv, known) {
  const options = {};
  const rest = [];
  for (let index = 0; index < argv.length; index++) {
    // A second `--` stands between options and paths for the reader alone: the program behind would take options for paths.
    if (argv[index] === '--') continue;
    const [, name, inline] = /^--([^=]+)(?:=(.*))?$/s.exec(argv[index]) ?? [];
    if (!name || !(name in known)) rest.push(argv[index]);
    else if (known[name] === 'flag') options[name] = true;
    else options[name] = inline ?? valueAfter(argv, ++index, name);
  }
  return { options, rest };
}

function valueAfter(argv, index, name) {
  if (argv[index] === undefined || argv[index].startsWith('--')) throw new Told(`--${name} needs a value.`);
  return argv[index];
}

/** The options of a door that passes nothing on: it refuses what it does not know, before it starts anything. */
export function parseAll(door, argv, known) {
  const { options, rest } = parse(argv, known);
  if (rest.length > 0) throw new Told(`${door} does not know "${rest[0]}"; see ${door} -- --help.`);
  return options;
}

/** @returns {number | undefined} undefined when the option was not given */
export function wholeNumber(name, given) {
  if (given === undefined) return undefined;
  if (!/^[1-9]\d{0,8}$/.test(given)) {
    throw new Told(`--${name} should be a whole number above 0 of at most 9 digits, not "${given}".`);
  }
  return Number(given);
}

/** @param {string} help printed and the program ended when the reader asks for it, before anything is started */
export function helpIfAsked(argv, help) {
  if (!argv.includes('--help') && !argv.includes('-h')) return;
  process.stdout.write(`${help.trim()}\n`);
  process.exit(0);
}
