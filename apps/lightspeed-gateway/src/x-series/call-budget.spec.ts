import { CallBudget } from './call-budget';
import { retryAfter } from './client';

const now = 1_000_000;

function budgetWith(remaining: number): CallBudget {
  const budget = new CallBudget();
  budget.observe({ limit: '350', remaining: String(remaining) }, now);
  for (const kind of ['post', 'records', 'rows', 'items'] as const) budget.spend(kind, now);
  return budget;
}

describe('the call budget', () => {
  it('holds nothing back while there is plenty', () => {
    const budget = budgetWith(300);
    for (const kind of ['post', 'records', 'rows', 'items'] as const) expect(budget.holdBackMs(kind, now)).toBe(0);
  });

  it('slows rows before records, and never posts', () => {
    const scarce = budgetWith(100);
    expect(scarce.holdBackMs('rows', now)).toBeGreaterThan(scarce.holdBackMs('records', now));
    const last = budgetWith(10);
    expect(last.holdBackMs('records', now)).toBe(10_000);
    expect(last.holdBackMs('items', now)).toBe(30_000);
    expect(last.holdBackMs('post', now)).toBe(0);
  });

  it('counts what has passed since the last call of the kind', () => {
    expect(budgetWith(10).holdBackMs('records', now + 4_000)).toBe(6_000);
  });

  it('goes on when a new window must have begun', () => {
    expect(budgetWith(10).holdBackMs('rows', now + 300_000)).toBe(0);
  });

  it('blocks everything, posts too, until the vendor said', () => {
    const budget = budgetWith(300);
    budget.block(now + 700);
    expect(budget.holdBackMs('post', now)).toBe(700);
    expect(budget.holdBackMs('post', now + 700)).toBe(0);
  });

  it('is not confused by answers without counts', () => {
    const budget = budgetWith(300);
    budget.observe({ limit: null, remaining: null }, now);
    budget.observe({ limit: 'x', remaining: '0' }, now);
    expect(budget.holdBackMs('records', now)).toBe(0);
  });
});

describe('Retry-After', () => {
  it.each([
    ['Thu, 01 Jan 1970 00:20:00 GMT', 1_200_000],
    ['Thu, 01 Jan 1970 00:00:01 GMT', now],
    ['3', now + 3_000],
    [null, now + 5_000],
    ['soon', now + 5_000],
  ])('%s means %i', (header, at) => {
    expect(retryAfter(header, now)).toBe(at);
  });
});
