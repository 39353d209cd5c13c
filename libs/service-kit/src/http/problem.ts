/** One wrong field of a request, for the person who sent it. */
export interface FieldProblem {
  /** Path inside the body or query: `lines[0].quantity`. */
  field: string;
  /** What was sent, shortened; absent for secrets. */
  value?: unknown;
  remedy: string;
}

/** The body of every answer that is not a success (RFC 9457, application/problem+json). */
export interface Problem {
  status: number;
  title: string;
  detail: string;
  /** Finds the log lines of this request. */
  requestId: string;
  problems?: FieldProblem[];
}
