/** Integration tests get their database and broker from the test door; run alone, they say so instead of dialling a default. */
export function requiredEnv(name: string): string {
  const value = process.env[name];
  if (value) return value;
  throw new Error(
    `${name} is not set. Run this test by \`npm test -- <path>\`, which brings up what it needs, or set ${name}.`,
  );
}
