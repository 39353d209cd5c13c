// What a door tells its reader. All of it goes to stderr: stdout belongs to the result (the demo's JSON, the test counts).
import process from 'node:process';

const TICK_MS = 1_000;
const QUIET_LINE_EVERY_MS = 10_000;

/** Steps that are running now, each with what is to be shown of it. Several may run side by side. */
const running = new Set();
let ticker;
let lastLineAt = Date.now();

export const seconds = (sinceMs) => `${((Date.now() - sinceMs) / 1000).toFixed(1)} s`;

/** An error whose message is all a reader needs: printed without a stack. */
export class Told extends Error {}

export function say(line) {
  process.stderr.write(`${wipe()}${line}\n`);
}

/**
 * Names a step, keeps the reader company while it runs and says how long it took.
 * @param {string} label what is being done, in plain words
 * @param {(note: (text: string) => void) => Promise<T>} work may report a detail to show beside the label
 * @returns {Promise<T>}
 * @template T
 */
export async function step(label, work) {
  const shown = { label, detail: '', startedAt: Date.now() };
  running.add(shown);
  ticker ??= setInterval(showRunning, TICK_MS).unref();
  let outcome = 'FAILED';
  try {
    const result = await work((text) => {
      shown.detail = text;
    });
    outcome = shown.detail;
    return result;
  } finally {
    running.delete(shown);
    say(`  ${label}: ${[outcome, seconds(shown.startedAt)].filter(Boolean).join(', ')}`);
  }
}

function showRunning() {
  if (!running.size) return;
  if (!process.stderr.isTTY && Date.now() - lastLineAt < QUIET_LINE_EVERY_MS) return;
  lastLineAt = Date.now();
  const text = [...running]
    .map(({ label, detail, startedAt }) => `${label} ... ${[detail, seconds(startedAt)].filter(Boolean).join(', ')}`)
    .join(' | ');
  process.stderr.write(
    process.stderr.isTTY ? `${wipe()}  ${text.slice(0, process.stderr.columns - 3)}` : `  ${text}\n`,
  );
}

const wipe = () => (process.stderr.isTTY ? '\r\x1b[K' : '');
