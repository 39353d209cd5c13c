import type { Contender, Contest } from './arbitrate';

// Builders for specs of contests.

export const rules: Contest['rules'] = { order: ['paid', 'rank', 'placedAt'], ranks: { 'store-a': 1, 'store-b': 2 } };
export const claim = (order: string, more: Partial<Contender> = {}): Contender => ({
  channel: 'store-a',
  order,
  line: '1',
  paid: true,
  placedAt: Number(order) * 1_000,
  units: 1,
  undecided: 1,
  ...more,
});
export const accepted = (order: string, more: Partial<Contender> = {}) => claim(order, { undecided: 0, ...more });
export const contest = (missing: number, ...contenders: Contender[]): Contest => ({
  location: 'main',
  within: ['main'],
  missing,
  rules,
  contenders,
});
