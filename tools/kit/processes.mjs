// Starting and ending other programs. Each gets a process group of its own, so that a terminal's Ctrl-C reaches only the
// door, which then ends what it started in order; and so that ending a program also ends what that program started.
import { spawn } from 'node:child_process';
import fs from 'node:fs';

const POLL_MS = 25;
export const END_GRACE_MS = 15_000;

/** Every program a door starts inherits this variable; it is how descendants that left their group are found again. */
const MARK = 'TILLBRIDGE_DOOR';
const ownMark = `door-${process.pid}-${Date.now().toString(36)}`;
const markOf = () => [process.env[MARK], ownMark].filter(Boolean).join(',');

export const mark = ownMark;

export function start(command, args, { env = {}, ...options } = {}) {
  const child = spawn(command, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    ...options,
    env: { ...process.env, ...env, [MARK]: markOf() },
    detached: true,
  });
  child.exited = new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: 127, signal: null, error }));
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  return child;
}

/** True while any member of the group lives, also when its leader is gone. */
export function groupLives(pid) {
  try {
    process.kill(-pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

export function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
  } catch {
    // Already gone: that is what was wanted.
  }
}

function signalOne(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch {
    // Already gone.
  }
}

/** Waits for a condition; false when it did not come true in time. */
export async function until(condition, withinMs) {
  const deadline = Date.now() + withinMs;
  while (!(await condition())) {
    if (Date.now() >= deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return true;
}

/**
 * Ends a program and everything in its group: asks the leader (or, when it is gone, the group), waits, then insists.
 * @param {number} pid leader of the group
 * @param {{signal?: NodeJS.Signals, graceMs?: number}} how
 */
export async function end(pid, { signal = 'SIGTERM', graceMs = END_GRACE_MS } = {}) {
  if (!groupLives(pid)) return;
  if (signal !== 'SIGKILL') signalOne(pid, signal);
  if (signal !== 'SIGKILL' && (await until(() => !lives(pid), graceMs))) {
    if (!groupLives(pid)) return;
    signalGroup(pid, 'SIGTERM');
    if (await until(() => !groupLives(pid), 2_000)) return;
  }
  signalGroup(pid, 'SIGKILL');
  await until(() => !groupLives(pid), 5_000);
}

/** A program that has ended but was not collected by its parent yet counts as gone. */
export function lives(pid) {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/**
 * Descendants of a door that moved to a session of their own (a broker's helpers, a detached service), found by the mark
 * they inherited. Linux only; elsewhere the groups have to do.
 */
export function strays(markToFind = ownMark) {
  if (process.platform !== 'linux') return [];
  return fs
    .readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => readOrEmpty(`/proc/${pid}/environ`).split('\0').some(marked) && !isZombie(pid))
    .map(Number);

  function marked(variable) {
    return (
      variable.startsWith(`${MARK}=`) &&
      variable
        .slice(MARK.length + 1)
        .split(',')
        .includes(markToFind)
    );
  }
}

const isZombie = (pid) => /^State:\s+Z/m.test(readOrEmpty(`/proc/${pid}/status`));

export async function endStrays(markToFind = ownMark) {
  if (!strays(markToFind).length) return;
  for (const pid of strays(markToFind)) signalOne(pid, 'SIGTERM');
  if (await until(() => !strays(markToFind).length, 3_000)) return;
  for (const pid of strays(markToFind)) signalOne(pid, 'SIGKILL');
  await until(() => !strays(markToFind).length, 3_000);
}

function readOrEmpty(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
