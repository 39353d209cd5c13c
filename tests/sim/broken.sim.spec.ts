import { brokenBridges } from './life/broken';
import { playLife } from './life/play-life';
import type { Weakness } from './world/weakness';

const seedsMax = 60;

async function firstFound(weakness: Weakness): Promise<number | null> {
  for (let seed = 1; seed <= seedsMax; seed++) if ((await playLife(seed, weakness)).findings.length > 0) return seed;
  return null;
}

describe('a bridge that is broken on purpose', () => {
  it.each(Object.entries(brokenBridges))('is found out: %s', async (_name, weakness) => {
    const seed = await firstFound(weakness);
    expect(seed).not.toBeNull();
    expect((await playLife(seed as number)).findings).toEqual([]);
  });
});
