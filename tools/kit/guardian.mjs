// A small process that outlives a door which is killed outright (kill -9, out of memory) and ends what the door left.
// The door holds the other end of its stdin; when that closes, whatever is still listed is ended and removed.
// Started by kit/lifetime.mjs with the door's mark as its argument. Each input line: {"pid":n,"signal":s} to list a
// program, {"gone":n} to forget it, {"folder":path} to list a folder, {"kept":path} to forget it.
import fs from 'node:fs';
import readline from 'node:readline';
import { end, endStrays } from './processes.mjs';

const [doorMark] = process.argv.slice(2);
const programs = new Map();
const folders = new Set();

// It must survive the signals that end the door, or it could not clean up after it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});

for await (const line of readline.createInterface({ input: process.stdin })) {
  const note = JSON.parse(line);
  if (note.pid) programs.set(note.pid, note.signal);
  if (note.gone) programs.delete(note.gone);
  if (note.folder) folders.add(note.folder);
  if (note.kept) folders.delete(note.kept);
}

const left = [...programs].reverse();
await Promise.all(left.map(([pid, signal]) => end(pid, { signal, graceMs: 5_000 })));
await endStrays(doorMark);
for (const folder of folders) fs.rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
