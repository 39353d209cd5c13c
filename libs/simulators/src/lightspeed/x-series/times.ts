/** As the dated API writes times: `2017-08-21T23:50:39+00:00`, whole seconds. */
export function apiTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}+00:00`;
}

/** As API 1.0, and so the webhooks, write them: `2012-02-15 23:33:57`, UTC without saying so. */
export function hookTime(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replace('T', ' ');
}
