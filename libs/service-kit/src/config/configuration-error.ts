/** Exit code of a process whose settings are missing or wrong (EX_CONFIG of sysexits.h), so that a supervisor can tell it from a crash. */
export const configurationExitCode = 78;

/**
 * Settings that cannot work, all of them at once. The message is written for the person who types the settings: it is
 * printed as it stands, without a stack trace.
 */
export class ConfigurationError extends Error {
  constructor(
    heading: string,
    readonly problems: readonly string[],
  ) {
    super([heading, ...problems.map(indent)].join('\n\n'));
    this.name = 'ConfigurationError';
  }
}

function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}
