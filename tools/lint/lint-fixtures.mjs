// Lints every file of tools/lint/fixtures as if it lay where its first line says, and prints what was found as JSON.
// A program of its own, because ESLint loads its configuration as an ES module, which Jest's CommonJS cannot.
// Lines of a fixture: "// at: <path>" (left out: linted where it lies, with types), then "// breaks: <rule>" and one
// "// says: <part of the message>" for each finding, or "// clean".
import { ESLint } from 'eslint';
import fs from 'node:fs';
import path from 'node:path';
import tseslint from 'typescript-eslint';

const FOLDER = 'tools/lint/fixtures';
// Files that do not exist have no types; the rules that need types are tried on files that do.
const withoutTypes = [
  { ...tseslint.configs.disableTypeChecked, files: ['**/*.ts'] },
  { files: ['**/*.ts'], languageOptions: { parserOptions: { projectService: false, project: null } } },
];

const elsewhere = new ESLint({ overrideConfig: withoutTypes });
const inPlace = new ESLint({ overrideConfig: [{ ignores: [`!${FOLDER}/`] }] });

const results = [];
for (const name of fs.readdirSync(FOLDER).filter((file) => file.endsWith('.ts'))) {
  const text = fs.readFileSync(path.join(FOLDER, name), 'utf8');
  const all = (key) => [...text.matchAll(new RegExp(`^// ${key}: (.*)$`, 'gm'))].map(([, value]) => value);
  const [at] = all('at');
  const eslint = at ? elsewhere : inPlace;
  const filePath = at ?? path.join(FOLDER, name);
  const [result] = await eslint.lintText(text, { filePath });
  // A remark that turns a rule off for nothing is found by no rule.
  const found = result.messages.map(({ ruleId, message }) => ({ rule: ruleId ?? 'unused-directive', message }));
  const { settings } = await eslint.calculateConfigForFile(filePath);
  const [clean, [breaks]] = [/^\/\/ clean$/m.test(text), all('breaks')];
  results.push({ name, clean, breaks, says: all('says'), zone: settings?.zone, found });
}
console.log(JSON.stringify(results));
