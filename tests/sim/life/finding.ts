import type { PromiseState } from '@tillbridge/stock-domain';

export interface Finding {
  readonly invariant: string;
  /** null for what is not about one item alone. */
  readonly sku: string | null;
  readonly what: string;
}

export const found = (invariant: string, what: string): Finding => ({ invariant, sku: null, what });

export const lineOf = ({ channel, order, line }: Pick<PromiseState, 'channel' | 'order' | 'line'>): string =>
  `${channel}/${order}/${line}`;
