import { execFileSync } from 'node:child_process';
import { playLife, type Life } from './life/play-life';
import { playedOf, tellFailed } from './runner/report';

// Many lives, and a busy machine plays one in seconds.
jest.setTimeout(300_000);

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

  it('is the same in every process', async () => {
    const inAnother = () => {
      execFileSync(process.execPath, ['tools/build.mjs', 'tests/sim']);
      return execFileSync(process.execPath, ['dist/tests/sim/main.js', 'seed', '5'], { encoding: 'utf8' });
    };
    const trace = (await playLife(5)).trace();
    expect(inAnother()).toContain(trace);
  });
});
