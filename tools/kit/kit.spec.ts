import { parse } from './arguments.mjs';
import { accepts, freePorts } from './ports.mjs';
import { matchesLock } from './workspace.mjs';

describe('options of a door', () => {
  it('takes a second -- between options and paths for what it looks like', () => {
    expect(parse(['--kind', 'unit', '--', 'libs/x'], { kind: 'value' }).rest).toEqual(['libs/x']);
  });

  it('takes its own and passes the rest on', () => {
    const { options, rest } = parse(['--kind', 'unit', 'libs/x', '-t', 'sells', '--bail'], { kind: 'value' });
    expect(options).toEqual({ kind: 'unit' });
    expect(rest).toEqual(['libs/x', '-t', 'sells', '--bail']);
  });

  it('reads --name=value and flags', () => {
    expect(parse(['--kind=e2e', '--keep'], { kind: 'value', keep: 'flag' }).options).toEqual({
      kind: 'e2e',
      keep: true,
    });
  });

  it('refuses an option without its value', () => {
    expect(() => parse(['--kind'], { kind: 'value' })).toThrow('--kind needs a value.');
    expect(() => parse(['--kind', '--bail'], { kind: 'value' })).toThrow('--kind needs a value.');
  });
});

describe('whether packages must be installed', () => {
  const lock = {
    packages: {
      '': { name: 'root' },
      'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
      'node_modules/only-on-windows': { version: '2.0.0', optional: true },
    },
  };
  const installed = { packages: { 'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' } } };

  it('is content with what the lock names, other platforms aside', () => {
    expect(matchesLock(installed, lock)).toBe(true);
  });

  it.each([
    ['nothing is installed', null],
    ['a package is missing', { packages: {} }],
    ['another version is installed', { packages: { 'node_modules/a': { version: '1.0.1', integrity: 'sha512-b' } } }],
    [
      'the same version has another content',
      { packages: { 'node_modules/a': { version: '1.0.0', integrity: 'sha512-x' } } },
    ],
  ])('installs when %s', (_case, state) => {
    expect(matchesLock(state, lock)).toBe(false);
  });

  it('says so when the lock itself is missing', () => {
    expect(() => matchesLock(installed, null)).toThrow('not a complete clone');
  });
});

describe('ports', () => {
  it('are free and all different', async () => {
    const ports = await freePorts(5);
    expect(new Set(ports).size).toBe(5);
    await expect(Promise.all(ports.map(accepts))).resolves.toEqual([false, false, false, false, false]);
  });
});
