// Lints every file of tools/lint/fixtures as if it lay where its first line says, and prints what was found as JSON.
// A program of its own, because ESLint loads its configuration as an ES module, which Jest's CommonJS cannot.
// Lines of a fixture: "// at: <path>" (left out: linted where it lies, with types), then "// breaks: <rule>" and
// "// says: <part of the message>", or "// clean".
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
  const line = (key) => new RegExp(`^// ${key}: (.*)$`, 'm').exec(text)?.[1];
  const at = line('at');
  const eslint = at ? elsewhere : inPlace;
  const [result] = await eslint.lintText(text, { filePath: at ?? path.join(FOLDER, name) });
  const found = result.messages.map(({ ruleId, message }) => ({ rule: ruleId, message }));
  results.push({ name, clean: /^\/\/ clean$/m.test(text), breaks: line('breaks'), says: line('says'), found });
}
console.log(JSON.stringify(results));
