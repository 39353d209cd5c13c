/**
 * The one reason to tell a person when several checks on a value failed: that of the check written first, which says what
 * kind of value it should be; "below 1" is no help for a word. (Decorators run from the last to the first.)
 */
export function reasonOf(constraints: Record<string, string> | undefined): { rule: string; message: string } | null {
  const last = Object.entries(constraints ?? {}).at(-1);
  return last ? { rule: last[0], message: last[1] } : null;
}
