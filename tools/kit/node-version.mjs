// Imported first by every door: says what is wrong before anything else can fail in a stranger way.
// Nest 12 is ES modules only and our code is CommonJS; requiring the one from the other works from this version on.
const NEEDED = [20, 19];

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < NEEDED[0] || (major === NEEDED[0] && minor < NEEDED[1])) {
  console.error(
    `tillbridge needs Node ${NEEDED.join('.')} or newer; this is ${process.versions.node} (${process.execPath}).\n` +
      'Install a current Node from https://nodejs.org (or with nvm: `nvm install --lts`) and run the same command again.',
  );
  process.exit(1);
}
