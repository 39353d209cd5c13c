/** A start that failed for a reason a person can read; printed without a stack trace, exit code 1. */
export class StartFailed extends Error {}
