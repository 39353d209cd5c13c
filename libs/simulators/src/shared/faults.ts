import type { Rng } from './rng';

/** Rates are 0..1 per delivery. */
export interface WebhookFaults {
  duplicateRate: number;
  loseRate: number;
  /** A reordered delivery is held back until it falls behind several later ones. */
  reorderRate: number;
  delayRate: number;
  delayMs: number;
}

export const NO_WEBHOOK_FAULTS: WebhookFaults = {
  duplicateRate: 0,
  loseRate: 0,
  reorderRate: 0,
  delayRate: 0,
  delayMs: 5000,
};

/**
 * One fault of the answering side. `kind` is a word of the twin (`status`, `timeout`, `throttled`, ...); `when` says whether
 * the effect happens first: `after` is the answer that gets lost although the write took effect.
 */
export interface AnswerFault {
  kind: string;
  when?: 'before' | 'after';
  status?: number;
  /** Only requests whose operation contains this text; all requests if absent. */
  match?: string;
  /** How many requests it hits (default 1), unless `rate` is given. */
  count?: number;
  /** Probability per request, until cleared. */
  rate?: number;
  [detail: string]: unknown;
}

/** The faults waiting to strike; the first that fits a request is spent on it. */
export class AnswerFaults {
  private waiting: AnswerFault[] = [];

  constructor(private readonly rng: Rng) {}

  add(fault: AnswerFault): void {
    this.waiting.push({ ...fault, count: fault.count ?? 1 });
  }

  clear(): void {
    this.waiting = [];
  }

  list(): AnswerFault[] {
    return this.waiting.map((fault) => ({ ...fault }));
  }

  take(operation: string): AnswerFault | undefined {
    const hit = this.waiting.find((fault) => this.strikes(fault, operation));
    if (hit && hit.rate === undefined) {
      hit.count = (hit.count ?? 1) - 1;
      if (hit.count <= 0) this.waiting = this.waiting.filter((fault) => fault !== hit);
    }
    return hit;
  }

  private strikes(fault: AnswerFault, operation: string): boolean {
    if (fault.match && !operation.includes(fault.match)) return false;
    return fault.rate === undefined || this.rng.chance(fault.rate);
  }
}
