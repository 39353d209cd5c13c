import { CalmClock } from './calm-clock';

describe('a clock that counts calm', () => {
  it('stands still while anything is disturbed, and counts what overlaps once', () => {
    let nowMs = 0;
    const clock = new CalmClock(() => nowMs);
    const calmAt = (at: number) => {
      nowMs = at;
      return clock.calmMs;
    };
    expect(calmAt(10)).toBe(10);
    clock.disturb(20);
    expect(calmAt(15)).toBe(10);
    clock.disturb(5);
    clock.disturb(25);
    expect([calmAt(39), calmAt(40), calmAt(50)]).toEqual([10, 10, 20]);
    clock.disturb(10);
    expect([calmAt(55), calmAt(65)]).toEqual([20, 25]);
  });
});
