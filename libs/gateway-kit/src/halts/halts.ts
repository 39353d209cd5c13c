import type { ChannelStateChanged } from '@tillbridge/contracts';

export type HaltKind = ChannelStateChanged['halts'][number]['kind'];

/** One reason why nothing, or not everything, is written to a channel. */
export interface Halt {
  readonly kind: HaltKind;
  readonly since: Date;
  /** For people, in one sentence. */
  readonly reason: string;
  /** Whether anything that the vendor answers shows that it is over; otherwise a person ends it. */
  readonly endsByItself: boolean;
}

/** What holds a channel back. Facts go on flowing in whatever it is. */
export interface Halted {
  readonly channel: string;
  /** One of each kind at most, by kind. */
  readonly halts: readonly Halt[];
  /** Counts the changes. */
  readonly seq: number;
}

export const reasonLengthMax = 500;

/** The first word stands: what is halted already stays halted since then, for the reason that was given then. */
export function withHalt(halted: Halted, halt: Halt): Halted {
  if (isHaltedBy(halted, halt.kind)) return halted;
  const reason = halt.reason.slice(0, reasonLengthMax);
  const halts = [...halted.halts, { ...halt, reason }].sort((a, b) => (a.kind < b.kind ? -1 : 1));
  return { ...halted, halts, seq: halted.seq + 1 };
}

export function withoutHalt(halted: Halted, kind: HaltKind): Halted {
  if (!isHaltedBy(halted, kind)) return halted;
  return { ...halted, halts: halted.halts.filter((halt) => halt.kind !== kind), seq: halted.seq + 1 };
}

export function isHaltedBy({ halts }: Halted, kind: HaltKind): boolean {
  return halts.some((halt) => halt.kind === kind);
}

export function isHalted({ halts }: Halted): boolean {
  return halts.length > 0;
}

/** Nothing at all may be written: unlike a brake, which lets small lowerings through. */
export function isClosed(halted: Halted): boolean {
  return isHaltedBy(halted, 'paused') || isHaltedBy(halted, 'locked-out');
}
