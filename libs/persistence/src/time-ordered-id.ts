import { machine, onMachineChange } from './machine';

const poolBytes = 8_192;
const randomPerId = 10;
const pool = Buffer.alloc(poolBytes);
let used = poolBytes;
let lastMs = 0;
let sequence = 0;

onMachineChange(() => {
  [used, lastMs, sequence] = [poolBytes, 0, 0];
});

/**
 * A UUID version 7: time-ordered, and of two made by this process the later is always the greater. Randomness is fetched in
 * bulk, for a hot path makes several per request. The 12 bits after the time count within one millisecond.
 */
export function timeOrderedId(now: number = machine.nowMs()): string {
  if (now > lastMs) [lastMs, sequence] = [now, 0];
  else if (sequence < 0xfff) sequence += 1;
  // More than 4096 in one millisecond: the clock of the ids runs ahead for a moment.
  else [lastMs, sequence] = [lastMs + 1, 0];
  if (used + randomPerId > poolBytes) {
    machine.fill(pool);
    used = 0;
  }
  const time = lastMs.toString(16).padStart(12, '0');
  const count = sequence.toString(16).padStart(3, '0');
  const variant = (0x8000 | (pool.readUInt16BE(used) & 0x3fff)).toString(16);
  const tail = pool.toString('hex', used + 2, used + 8);
  used += randomPerId;
  return `${time.slice(0, 8)}-${time.slice(8)}-7${count}-${variant}-${tail}`;
}
