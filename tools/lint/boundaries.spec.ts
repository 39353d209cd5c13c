import { execFileSync } from 'node:child_process';
import {
  bans,
  impure,
  impureGlobals,
  machineGlobals,
  machineProperties,
  machineSyntax,
  MACHINE_MESSAGE,
  mayImport,
  zones,
} from './boundaries.mjs';
import { habits } from './habits.mjs';

interface Fixture {
  name: string;
  clean: boolean;
  breaks?: string;
  says: string[];
  /** The zone whose bans hold where the fixture is said to lie. */
  zone?: string;
  found: { rule: string; message: string }[];
}

describe('the walls', () => {
  let fixtures: Fixture[];

  beforeAll(() => {
    const output = execFileSync(process.execPath, ['tools/lint/lint-fixtures.mjs'], {
      encoding: 'utf8',
      maxBuffer: 1e8,
    });
    fixtures = JSON.parse(output) as Fixture[];
  }, 120_000);

  it('each stop the fixture that breaks them, with the reason', () => {
    const breaking = fixtures.filter(({ clean }) => !clean);
    const outcome = breaking.map(({ name, says, found }) => ({
      name,
      rules: [...new Set(found.map(({ rule }) => rule))],
      unsaid: says.filter((part) => !found.some(({ message }) => message.includes(part))),
      unexpected: found.filter(({ message }) => !says.some((part) => message.includes(part))),
    }));
    const expected = breaking.map(({ name, breaks }) => ({ name, rules: [breaks], unsaid: [], unexpected: [] }));
    expect(outcome).toEqual(expected);
    expect(breaking.filter(({ says }) => says.length === 0)).toEqual([]);
  });

  it('let pass what must stay possible', () => {
    const passing = fixtures.filter(({ clean }) => clean);
    expect(passing.map(({ name, found }) => ({ name, found }))).toEqual(
      passing.map(({ name }) => ({ name, found: [] })),
    );
    expect(passing.length).toBeGreaterThan(3);
  });

  it('have a fixture for every project that may not import everything', () => {
    const tried = fixtures.flatMap(({ found }) =>
      found.flatMap(({ message }) => /A project tagged with "([^"]+)"/.exec(message)?.[1] ?? []),
    );
    expect([...new Set(tried)].sort()).toEqual(Object.keys(mayImport).sort());
  });

  it('have a fixture for every ban of every zone', () => {
    const wanted = zones.flatMap(({ name, bans: names }) => names.map((ban) => `${name}: ${ban}`));
    expect(wanted.filter((pair) => !bansTried().has(pair))).toEqual([]);
  });

  it('have a fixture for every clock, dice and global that pure code may not use', () => {
    const pure = new Set(zones.filter((zone) => zone.pure).map(({ name }) => name));
    const clocks = fixtures.filter(({ found }) =>
      found.some(({ rule, message }) => rule === 'no-restricted-properties' && message.includes('Pure code')),
    );
    expect(new Set(clocks.map(({ zone }) => zone))).toEqual(pure);
    const messages = fixtures.filter(({ zone }) => pure.has(zone ?? '')).flatMap(({ found }) => found);
    const untried = [
      ...impure.map(({ object, property }) => `'${object}.${property}'`),
      ...impureGlobals.map(({ name }) => `'${name}'`),
    ].filter((name) => !messages.some(({ message }) => message.includes(name)));
    expect(untried).toEqual([]);
    expect(messages.map(({ rule }) => rule)).toContain('no-restricted-syntax'); // `new Date()`
  });

  it('have a fixture for every piece of the machine that only the edge may ask', () => {
    const found = fixtures
      .flatMap((fixture) => fixture.found)
      .filter(({ message }) => message.includes(MACHINE_MESSAGE));
    const named = [
      ...machineProperties.map(({ object, property }) => `'${object}.${property}'`),
      ...machineGlobals.map(({ name }) => `'${name}'`),
    ];
    expect(named.filter((name) => !found.some(({ message }) => message.includes(name)))).toEqual([]);
    expect(found.filter(({ rule }) => rule === 'no-restricted-syntax').length).toBe(machineSyntax.length);
  });

  it('have a fixture for every habit', () => {
    const tried = fixtures.flatMap(({ found }) => found.map(({ rule }) => rule));
    expect([...Object.keys(habits), 'unused-directive'].filter((rule) => !tried.includes(rule))).toEqual([]);
  });

  /** Which ban was met in which zone, as "zone: ban". */
  function bansTried(): Set<string> {
    const reasons = Object.entries(bans);
    return new Set(
      fixtures.flatMap(({ zone, found }) =>
        found.flatMap(({ message }) =>
          reasons.filter(([, { message: reason }]) => message.includes(reason)).map(([ban]) => `${zone}: ${ban}`),
        ),
      ),
    );
  }
});
