/** A statement that is sent and not waited for, see `send`. Table and column names come from code, never from input. */
export interface Statement {
  readonly sql: string;
  readonly parameters: readonly unknown[];
  /** How many rows it has to find, or the transaction is stale; undefined: however many. */
  readonly rows?: number;
}
