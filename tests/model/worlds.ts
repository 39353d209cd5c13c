import type { Expectation } from './expectation';

/** All that is explored, grouped by what it is about. */
export const worlds: Readonly<Record<string, readonly Expectation[]>> = {};
