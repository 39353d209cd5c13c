import { execFileSync } from 'node:child_process';
import { drawPlan } from './life/plan';
import { playLife, type Life } from './life/play-life';
import { playedOf, tellFailed } from './runner/report';

// Many lives, and a busy machine plays one in seconds.
jest.setTimeout(300_000);

/** Much of nearly everything that can go wrong. */
const harshSeed = 58;
const seeds = Array.from({ length: 20 }, (_, index) => index + 1);
const toldOf = (life: Life) => (playedOf(life).failures.length === 0 ? [] : [tellFailed(playedOf(life))]);

describe('the life of a shop', () => {
  it('ends with every promise kept and every number right, whatever went wrong in it', async () => {
    const told: string[] = [];
    for (const seed of seeds) told.push(...toldOf(await playLife(seed)));
    expect(told).toEqual([]);
  });

  it('is the same again for the same seed, to the last letter', async () => {
    const [one, again, other] = [await playLife(5), await playLife(5), await playLife(6)];
    expect(one.events).toBeGreaterThan(30);
    expect(again.trace()).toBe(one.trace());
    expect(other.trace()).not.toBe(one.trace());
  });

  it('is the same in every process, however much goes wrong in it', async () => {
    const { weather, restarts } = drawPlan(harshSeed);
    const { refused, throttled, doneAndFailed, doubled, crash, lateMs } = weather.hostile!;
    expect([refused, throttled, doneAndFailed, doubled, crash, lateMs[1], restarts.length]).not.toContain(0);
    execFileSync(process.execPath, ['tools/build.mjs', 'tests/sim']);
    const play = () =>
      execFileSync(process.execPath, ['dist/tests/sim/main.js', 'seed', `${harshSeed}`], { encoding: 'utf8' });
    const digestOf = (told: string) => /^digest of this life: (\w{64})$/m.exec(told)?.[1];
    const [one, other] = [digestOf(play()), digestOf(play())];
    expect([one, other]).toEqual([(await playLife(harshSeed)).digest, one]);
  });
});
