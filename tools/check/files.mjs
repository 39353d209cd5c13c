// What the tidy rules ask of a file ({name, text()}).

export const isSource = ({ name }) => /\.(ts|mts|js|mjs|cjs)$/.test(name);
export const isSpec = ({ name }) => /\.(spec|contract)\.ts$/.test(name);
/** Code that breaks a wall on purpose. */
export const isFixture = ({ name }) => name.startsWith('tools/lint/fixtures/');

export const lines = (file) => file.text().split('\n');

/** One finding for each line that matches. */
export function find(files, pattern, complain) {
  return files.flatMap((file) =>
    lines(file).flatMap((line, index) => {
      const match = pattern.exec(line);
      return match ? [`${file.name}:${index + 1}: ${complain(match)}`] : [];
    }),
  );
}
