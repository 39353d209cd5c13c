/** One guard of the product, and what the code looks like without it. */
export interface Guard {
  /** What a person calls it. */
  readonly name: string;
  /** What holds because of it, in one sentence. */
  readonly rule: string;
  /** From the root of the repository. */
  readonly file: string;
  /** The text that is the guard; stands exactly once in the file. */
  readonly find: string;
  /** What stands there instead, for the guard to be gone. Still compiles. */
  readonly replace: string;
  /** Test files, from the root: at least one test in them has to fail without the guard. */
  readonly tests: readonly string[];
  /** Of these files only the tests whose full name holds this: where a file takes long, and few of its tests are there for it. */
  readonly named?: string;
}
