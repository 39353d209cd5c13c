import path from 'node:path';
import { problemOf } from '../../tools/mutants/guards.mjs';
import { controls, guards } from './index';

const root = path.resolve('.');

describe('a guard', () => {
  it('has a name of its own', () => {
    const names = guards.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(guards.map((guard) => [guard.name, guard] as const))('stands in the code: %s', (_name, guard) => {
    expect(problemOf(root, guard)).toBeNull();
    expect(guard.replace).not.toBe(guard.find);
  });

  it('is missed where the code has moved on without it', () => {
    const [first] = guards;
    expect(problemOf(root, { ...first!, find: 'a text that nobody wrote' })).toMatch(/stands 0 times/);
    expect(problemOf(root, { ...first!, find: 'import' })).toMatch(/stands \d+ times/);
    expect(problemOf(root, { ...first!, file: 'libs/nowhere.ts' })).toMatch(/stands 0 times/);
    expect(problemOf(root, { ...first!, tests: [] })).toBe('no such test: (none named)');
    expect(problemOf(root, { ...first!, tests: ['libs/nowhere.spec.ts'] })).toBe('no such test: libs/nowhere.spec.ts');
  });
});

it('changes nothing in the control that has to survive', () => {
  const [nothing] = controls;
  expect([nothing!.guard.replace, nothing!.expected]).toEqual([nothing!.guard.find, 'survived']);
});
