/** A store found that what it read has changed meanwhile: the whole unit of work must be decided again on fresh state. */
export class StaleVersion extends Error {
  override readonly name: string = 'StaleVersion';
}

/** Weather: the same work may succeed later, on its own. */
export class RetryableError extends Error {
  override readonly name: string = 'RetryableError';
}

/**
 * Weather over everybody: the database cannot be reached, so no message can be handled at all. A consumer waits
 * instead of using up the attempts of messages that have done nothing wrong.
 */
export class Unavailable extends RetryableError {
  override readonly name: string = 'Unavailable';
}

/** Will never work, however often it is tried: park it for a person, with this message as the reason. */
export class PermanentError extends Error {
  override readonly name: string = 'PermanentError';
}

/** The address of the database cannot be right. The message names the variable and shows no password. */
export class InvalidDatabaseUrl extends Error {
  override readonly name = 'InvalidDatabaseUrl';

  constructor(problem: string) {
    super(`DATABASE_URL must look like postgres://user:password@host:5432/database; ${problem}`);
  }
}
