export interface LogEntry {
  seq: number;
  /** Date.now() at the moment the effect was committed, in ms. */
  at: number;
  kind: string;
  [field: string]: unknown;
}

export interface Log {
  append(kind: string, fields: Record<string, unknown>): LogEntry;
  /** Entries with a higher seq than the given one, oldest first. */
  after(seq: number): LogEntry[];
}

/** Everything the twin did, in commit order: what an auditor rebuilds the truth from. */
export function createLog(): Log {
  const entries: LogEntry[] = [];
  return {
    append(kind, fields) {
      const entry: LogEntry = { seq: entries.length + 1, at: Date.now(), kind, ...fields };
      entries.push(entry);
      return entry;
    },
    after: (seq) => entries.slice(Math.max(0, seq)),
  };
}
