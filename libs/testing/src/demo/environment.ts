/** @throws naming every variable that is missing. */
export function requireEnvironment(names: string[]): void {
  const missing = names.filter((name) => !process.env[name]);
  if (missing.length === 0) return;
  throw new Error(`${missing.join(', ')} should be set; \`npm run demo\` brings what they name and sets them.`);
}
