import { explore, type World } from './explore';

/** Two who each read a number, add one, and write it back. */
interface Race {
  readonly value: number;
  readonly read: readonly (number | null)[];
  readonly done: number;
}

const race = (guarded: boolean): World<Race> => ({
  name: 'two writers',
  first: { value: 0, read: [null, null], done: 0 },
  *steps({ value, read, done }) {
    for (const who of [0, 1]) {
      const mine = read[who]!;
      const instead = (held: number | null) => read.map((each, index) => (index === who ? held : each));
      if (mine === null && done < 2) yield [`${who} reads`, { value, read: instead(value), done }];
      if (mine === null) continue;
      if (guarded && mine !== value) yield [`${who} reads again`, { value, read: instead(value), done }];
      else yield [`${who} writes`, { value: mine + 1, read: instead(null), done: done + 1 }];
    }
  },
  wrong: ({ value, done }) => (value < done ? `${done} have written, and it is ${value}` : null),
  isAtRest: ({ value, read }) => value >= 2 && read.every((mine) => mine === null),
});

describe('exploring every life of a small world', () => {
  it('finds the shortest way to a wrong state', () => {
    expect(explore(race(false))).toMatchObject({
      verdict: 'unsafe',
      why: '2 have written, and it is 1',
      trace: ['0 reads', '1 reads', '0 writes', '1 writes'],
    });
  });

  it('holds where no life leads to one, and says how many states there are', () => {
    const { verdict, states, steps, trace } = explore(race(true));
    expect([verdict, trace]).toEqual(['holds', []]);
    expect(states).toBeGreaterThan(10);
    expect(steps).toBeGreaterThanOrEqual(states - 1);
  });

  it('tells of a state from which it does not come to rest, unless the world outside helps', () => {
    const door = (label: string): World<string> => ({
      name: 'a door',
      first: 'open',
      *steps(state) {
        if (state === 'open') yield ['shut', 'shut'];
        if (state === 'shut') yield [label, 'locked'];
      },
      wrong: () => null,
      isAtRest: (state) => state === 'locked',
    });
    expect(explore(door('lock')).verdict).toBe('holds');
    expect(explore(door('~somebody locks it'))).toMatchObject({ verdict: 'stuck', trace: [] });
  });

  it('proves nothing where there are more states than it may look at', () => {
    const counter: World<number> = {
      name: 'a counter',
      first: 0,
      *steps(state) {
        yield ['up', state + 1];
      },
      wrong: () => null,
      statesMax: 100,
    };
    expect(explore(counter)).toMatchObject({ verdict: 'unknown', states: 101 });
  });
});
