// What benches there are. Each is a folder of bench/ with a bench.json, which this door reads without compiling anything.
import fs from 'node:fs';
import path from 'node:path';
import { parseAll, wholeNumber } from './arguments.mjs';
import { Told } from './say.mjs';

/**
 * @typedef {object} Declaration bench/<name>/bench.json
 * @property {string} says one sentence for --help
 * @property {'postgres'[]} needs what the door starts for it
 * @property {Record<string, {is: 'number', usually: number, says: string} | {is: 'flag', says: string} | {is: 'one of', of: string[], says: string}>} options
 */

/** @returns {Map<string, Declaration>} by name, in the order of their names */
export function readBenches(folder) {
  const named = fs
    .readdirSync(folder)
    .sort()
    .map((name) => [name, path.join(folder, name, 'bench.json')])
    .filter(([, file]) => fs.existsSync(file));
  return new Map(named.map(([name, file]) => [name, JSON.parse(fs.readFileSync(file, 'utf8'))]));
}

/** The part of --help that lists the benches with their options. */
export function listOf(benches) {
  return [...benches]
    .flatMap(([name, { says, options }]) => ['', `  ${name}`, `    ${says}`, ...linesOf(options)])
    .join('\n');
}

function linesOf(options) {
  return Object.entries(options).map(([name, option]) => {
    const usually = option.is === 'number' ? ` (${option.usually})` : '';
    return `      ${`--${name}${wordsOf(option)}`.padEnd(15)} ${option.says}${usually}`;
  });
}

function wordsOf(option) {
  if (option.is === 'number') return ' N';
  return option.is === 'one of' ? ` ${option.of.join('|')}` : '';
}

/**
 * Reads the words after `npm run bench --`, and refuses what makes no sense before anything is started.
 * @returns {{name: string, needs: string[], json: boolean, options: Record<string, number | boolean | string | null>}}
 */
export function chosen(benches, words) {
  const [name, ...rest] = words;
  const known = [...benches.keys()].join(', ');
  if (name === undefined || name.startsWith('-'))
    throw new Told(`Which bench? npm run bench -- <name>, one of: ${known}.`);
  const declared = benches.get(name);
  if (declared === undefined) throw new Told(`There is no bench called "${name}": one of ${known}.`);
  const kinds = Object.entries(declared.options).map(([option, { is }]) => [option, is === 'flag' ? 'flag' : 'value']);
  const { json, ...given } = parseAll(`npm run bench -- ${name}`, rest, { ...Object.fromEntries(kinds), json: 'flag' });
  const options = Object.entries(declared.options).map(([option, how]) => [
    option,
    valueOf(option, how, given[option]),
  ]);
  return { name, needs: declared.needs, json: json === true, options: Object.fromEntries(options) };
}

function valueOf(name, { is, usually, of }, given) {
  if (is === 'flag') return given === true;
  if (is === 'one of') {
    if (given !== undefined && !of.includes(given))
      throw new Told(`--${name} should be one of ${of.join(', ')}, not "${given}".`);
    return given ?? null;
  }
  return wholeNumber(name, given) ?? usually;
}
