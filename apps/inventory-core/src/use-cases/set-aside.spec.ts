import { SetAside } from './set-aside';

describe('items that were set aside', () => {
  it('are tried again after a delay that doubles, up to a minute', () => {
    const aside = new SetAside();
    const delays: number[] = [];
    let now = 0;
    for (let times = 0; times < 8; times++) {
      aside.add('a', now);
      const since = now;
      while (aside.at(now).includes('a')) now += 1_000;
      delays.push((now - since) / 1_000);
    }
    expect(delays).toEqual([2, 4, 8, 16, 32, 60, 60, 60]);
  });

  it('are told of when they break, and every ten minutes after', () => {
    const aside = new SetAside();
    const told: number[] = [];
    for (let now = 0; now <= 1_200_000; now += 60_000) if (aside.add('a', now)) told.push(now / 60_000);
    expect(told).toEqual([0, 10, 20]);
  });

  it('begin anew once they could be decided, or when nobody has asked for them for long', () => {
    const aside = new SetAside();
    aside.add('decided', 0);
    aside.drop('decided');
    expect([aside.at(1), aside.add('decided', 1)]).toEqual([[], true]);
    aside.add('mended', 0);
    expect(aside.at(602_000)).toEqual([]);
    expect(aside.add('mended', 602_000)).toBe(true);
    expect(aside.at(603_999)).toEqual(['mended']);
    expect(aside.at(604_000)).toEqual([]);
  });
});
