import { lockFindings, neverSay, rules } from './tidy-rules.mjs';

const file = (name: string, text: string) => ({ name, text: () => text });

describe('tidy', () => {
  it.each([
    ['a file that is too long', rules.fileLength, file('libs/x/src/a.ts', 'x\n'.repeat(301)), '301 lines'],
    ['a note without an owner', rules.unownedNotes, file('apps/x/src/a.ts', '// TODO later'), 'TODO without an owner'],
    ['a focused test', rules.focusedOrSkippedTests, file('libs/x/a.spec.ts', 'it.only("x")'), 'only'],
    ['a skipped test', rules.focusedOrSkippedTests, file('libs/x/a.int.spec.ts', 'describe.skip("x")'), 'skip'],
    [
      'a broken row',
      rules.tables,
      file('a.md', '| a | b |\n| - | - |\n| 1 | 2 | 3 |'),
      'a row of 3 cells under a header of 2',
    ],
    ['console in a service', rules.consoleInServices, file('apps/x/src/a.ts', 'console.log(1)'), 'pino'],
    ['a file nobody imports', rules.unusedFiles, file('libs/x/src/lost.ts', 'export {}'), 'no file imports it'],
    ['a program nobody starts', rules.unusedFiles, file('tools/x/lost.mjs', '// lost.mjs'), 'no file imports it'],
    [
      'an exported name nobody uses',
      rules.deadExports,
      file('libs/x/src/a.ts', '/** lost */\nexport const lost = 1;\nexport { lost } from "./b"'),
      'nobody uses lost',
    ],
  ])('finds %s', (_what, rule, found, says) => {
    expect(rule([found])).toEqual([expect.stringContaining(says)]);
  });

  it.each([
    ['a file of 300 lines', rules.fileLength, [file('libs/x/src/a.ts', 'x\n'.repeat(300))]],
    ['a bar in code', rules.tables, [file('a.md', '| a | b |\n| - | - |\n| `x | y` | 2 |')]],
    ['a long spec', rules.fileLength, [file('libs/x/src/a.spec.ts', 'x\n'.repeat(900))]],
    ['a note with its owner', rules.unownedNotes, [file('apps/x/src/a.ts', '// TODO(ann) later')]],
    ['a console of the test kit', rules.consoleInServices, [file('libs/testing/src/a.ts', 'console.log(1)')]],
    [
      'a file that is imported',
      rules.unusedFiles,
      [file('libs/x/src/found.ts', ''), file('libs/x/src/index.ts', `export * from './found';`)],
    ],
    [
      'a program that is started by its name',
      rules.unusedFiles,
      [file('tools/x/found.mjs', ''), file('package.json', '{"scripts":{"x":"node tools/x/found.mjs"}}')],
    ],
    [
      'an exported name that is used',
      rules.deadExports,
      [file('libs/x/src/a.ts', 'export type Found = 1;'), file('libs/x/src/b.ts', 'const one: Found = 1;')],
    ],
  ])('lets pass %s', (_what, rule, files) => {
    expect(rule(files)).toEqual([]);
  });

  it('keeps to the words of the glossary', () => {
    const glossary = file(
      'GLOSSARY.md',
      '| word | means | never say |\n| --- | --- | --- |\n| ATS | what may be sold | sellable, free |\n',
    );
    expect(neverSay(glossary.text())).toEqual(['sellable']);
    expect(rules.glossary([glossary, file('libs/contracts/src/a.ts', 'const sellable = 1;')])).toHaveLength(1);
    expect(rules.glossary([glossary, file('libs/contracts/src/a.ts', 'const free = 1;')])).toEqual([]);
  });
});

describe('packages', () => {
  const manifest = (...names: string[]) =>
    file('package.json', JSON.stringify({ dependencies: Object.fromEntries(names.map((name) => [name, '1.0.0'])) }));
  const code = file(
    'libs/x/src/a.ts',
    `import fs from 'node:fs';\nimport type {\n  A,\n} from '@scope/kit/deep';\nimport { b } from '@tillbridge/b';\n`,
  );

  it('are named where they are used', () => {
    expect(rules.packages([manifest('@scope/kit'), code])).toEqual([]);
    expect(rules.packages([manifest(), code])).toEqual([expect.stringContaining('uses @scope/kit')]);
  });

  it('are used where they are named', () => {
    expect(rules.packages([manifest('@scope/kit', 'lost', '@types/any'), code])).toEqual([
      'package.json: nobody uses lost',
    ]);
  });
});

describe('the lock file', () => {
  it('names no registry host', () => {
    expect(lockFindings({ 'node_modules/a': { resolved: 'https://registry.example/a.tgz' } })).toHaveLength(1);
  });

  it('holds every optional package, also those of other platforms', () => {
    const parent = { optionalDependencies: { 'a-windows': '1.0.0' } };
    expect(lockFindings({ 'node_modules/a': parent })).toEqual([expect.stringContaining('a-windows')]);
    expect(lockFindings({ 'node_modules/a': parent, 'node_modules/a/node_modules/a-windows': {} })).toEqual([]);
  });
});
