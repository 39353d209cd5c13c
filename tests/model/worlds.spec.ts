import { check } from './expectation';
import { worlds } from './worlds';

// The quick ones; `npm run test:model` explores them all.
const quick = [
  'two orders for two units',
  'taking what is read for explained',
  'counting on the core to have counted every order',
  'giving back what is missing after a while, though an order may stand behind it',
];

describe('a small world', () => {
  const all = Object.values(worlds).flat();

  it.each(quick)('of %s is as it is expected to be', (name) => {
    const found = all.filter(({ world }) => world.name === name);
    expect(found.map((expectation) => check(expectation).isAsExpected)).toEqual([true]);
  });

  it('has a name of its own', () => {
    const names = all.map(({ world }) => world.name);
    expect(new Set(names).size).toBe(names.length);
  });
});
