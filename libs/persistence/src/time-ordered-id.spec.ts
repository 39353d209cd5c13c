import { validate, version } from 'uuid';
import { timeOrderedId } from './time-ordered-id';

describe('a time-ordered id', () => {
  const many = (count: number, now?: number) => Array.from({ length: count }, () => timeOrderedId(now));

  it('is a UUID of version 7 that carries its time', () => {
    const now = Date.now() + 60_000;
    const id = timeOrderedId(now);
    expect([validate(id), version(id)]).toEqual([true, 7]);
    expect(parseInt(id.replace('-', '').slice(0, 12), 16)).toBe(now);
  });

  it('is greater than every one before it, also of the same millisecond, and where the clock goes back', () => {
    const ids = [...many(10_000, Date.now() + 120_000), ...many(10_000, 1_000), ...many(10)];
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
