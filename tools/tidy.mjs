// House rules that no linter has. Run by `npm run check`; each rule is a function over the files git knows.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { rules } from './check/tidy-rules.mjs';

const names = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' })
  .split('\n')
  .filter((name) => name && fs.existsSync(name) && fs.statSync(name).isFile());

const files = names.map((name) => {
  let text;
  return { name, text: () => (text ??= fs.readFileSync(name, 'utf8')) };
});

const findings = Object.values(rules).flatMap((rule) => rule(files));
for (const finding of findings) console.log(finding);
process.exitCode = findings.length ? 1 : 0;
