import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { chosen, listOf, readBenches } from './benches.mjs';

const pour = {
  says: 'Pours.',
  needs: ['postgres'],
  options: {
    cups: { is: 'number', usually: 3, says: 'how many' },
    cold: { is: 'flag', says: 'without warming up' },
    peer: { is: 'one of', of: ['jug', 'can'], says: 'pours from it, too' },
  },
};
const benches = new Map([['pour', pour]]);

describe('benches', () => {
  it('are the folders with a declaration', () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'benches-'));
    fs.mkdirSync(path.join(folder, 'kit'));
    fs.mkdirSync(path.join(folder, 'pour'));
    fs.writeFileSync(path.join(folder, 'pour', 'bench.json'), JSON.stringify(pour));
    expect(readBenches(folder)).toEqual(benches);
    fs.rmSync(folder, { recursive: true });
  });

  it('are listed with their options and what these usually are', () => {
    const list = listOf(benches);
    expect(list).toMatch(
      /pour\n +Pours\.\n +--cups N +how many \(3\)\n +--cold +without warming up\n +--peer jug\|can +pours from it, too$/,
    );
  });

  it('run with what they usually have where nothing is said', () => {
    expect(chosen(benches, ['pour'])).toEqual({
      name: 'pour',
      needs: ['postgres'],
      json: false,
      options: { cups: 3, cold: false, peer: null },
    });
    expect(chosen(benches, ['pour', '--cups', '7', '--cold', '--peer', 'can', '--json'])).toMatchObject({
      json: true,
      options: { cups: 7, cold: true, peer: 'can' },
    });
  });

  it.each([
    [[], 'Which bench? npm run bench -- <name>, one of: pour.'],
    [['--json'], 'Which bench?'],
    [['por'], 'There is no bench called "por": one of pour.'],
    [['pour', '--cup', '1'], 'npm run bench -- pour does not know "--cup"'],
    [['pour', '--cups', 'many'], '--cups should be a whole number above 0 of at most 9 digits, not "many".'],
    [['pour', '--cups', '0'], 'not "0"'],
    [['pour', '--cups', '-1'], 'not "-1"'],
    [['pour', '--cups'], '--cups needs a value.'],
    [['pour', '--peer', 'tap'], '--peer should be one of jug, can, not "tap".'],
  ])('refuse %j', (words, says) => {
    expect(() => chosen(benches, words)).toThrow(says);
  });
});
