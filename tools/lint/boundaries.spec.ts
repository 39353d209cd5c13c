import { execFileSync } from 'node:child_process';
import { mayImport, zones } from './boundaries.mjs';

interface Fixture {
  name: string;
  clean: boolean;
  breaks?: string;
  says?: string;
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
    const outcome = breaking.map(({ name, breaks, says, found }) => ({
      name,
      stopped: found.some(({ rule, message }) => rule === breaks && message.includes(says ?? '?')),
      found: found.length === 1 ? undefined : found,
    }));
    expect(outcome).toEqual(breaking.map(({ name }) => ({ name, stopped: true, found: undefined })));
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

  it('have a fixture for every kind of ban', () => {
    const kinds = new Set(zones.flatMap(({ bans }) => bans));
    const rules = new Set(fixtures.flatMap(({ found }) => found.map(({ rule }) => rule)));
    expect([...kinds].sort()).toEqual(['amqp', 'io', 'nest', 'nothing', 'onlyZod', 'typeorm']);
    expect(rules).toContain('no-restricted-imports');
    expect(rules).toContain('no-restricted-globals');
  });
});
