import fs from 'node:fs';
import path from 'node:path';

const folder = path.resolve('docs');
const list = fs.readFileSync(path.join(folder, 'known-races.md'), 'utf8');
const rows = list.split('\n').filter((line) => /^\| +\d+ \|/.test(line));

interface Proof {
  readonly name: string;
  readonly file: string;
}

function proofsIn(row: string): Proof[] {
  return [...row.matchAll(/\[([^\]]+)\]\((\.\.\/[^)]+)\)/g)].map(([, name, file]) => ({ name: name!, file: file! }));
}

function isThere({ name, file }: Proof): boolean {
  const where = path.join(folder, file);
  if (!fs.existsSync(where)) return false;
  const lines = fs.readFileSync(where, 'utf8').split('\n');
  // Not in a comment, and not skipped.
  return lines.some((line) => line.trim().startsWith(`it('${name}'`));
}

describe('the known races', () => {
  it('are numbered without a gap', () => {
    expect(rows.map((row) => Number(row.split('|')[1]))).toEqual(rows.map((_, index) => index + 1));
    expect(rows.length).toBeGreaterThanOrEqual(28);
  });

  it.each(rows.map((row) => [row.split('|')[2]!.trim(), row]))(
    'are each held by tests that exist: %s',
    (_what, row) => {
      const proofs = proofsIn(row);
      expect(proofs.length).toBeGreaterThan(0);
      expect(proofs.filter((proof) => !isThere(proof))).toEqual([]);
    },
  );

  it('would be found without their test if it were renamed', () => {
    expect(isThere({ name: 'a test that nobody wrote', file: '../libs/stock-domain/src/known-races.spec.ts' })).toBe(
      false,
    );
    expect(isThere({ name: 'the known races', file: '../tests/docs/nowhere.spec.ts' })).toBe(false);
  });
});
