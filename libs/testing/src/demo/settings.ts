/** What whoever starts the demo may say of its services; everything else is the demo's own. */
const passedOn = ['LOG_LEVEL', 'EDIT_SETTLE_SECONDS', 'SEARCH_LAG_SECONDS', 'ORDERS_POLL_SECONDS', 'TILL_POLL_SECONDS'];

export function settingsFrom(environment: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    passedOn.flatMap((name) => {
      const value = environment[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
