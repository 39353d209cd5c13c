import { writeScene, type Demand } from './world/buyers';
import { fairWeather, foulWeather, type Weather } from './world/network';
import { policyOf, type Mode } from './world/policies';
import { playWorld, storeNames, type Outcome } from './world/world';

const demand: Demand = {
  skus: 10,
  stores: storeNames,
  units: [1, 5],
  buyersPerUnit: [5, 50],
  walkIns: 0,
  durationMs: 60_000,
};
const walkIns = 0.1;
const seeds = [1, 2, 3, 4];

function play(seed: number, mode: Mode, more: { walkIns?: number; weather?: Weather } = {}): Promise<Outcome> {
  const { weather = fairWeather, walkIns: share = 0 } = more;
  const scene = writeScene(seed, { ...demand, walkIns: share });
  return playWorld({ seed, scene, weather, policy: policyOf(mode), durationMs: demand.durationMs });
}

async function playAll(mode: Mode, more: Parameters<typeof play>[2] = {}): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const seed of seeds) outcomes.push(await play(seed, mode, more));
  return outcomes;
}

const betweenStores = ({ conflicts }: Outcome) => conflicts.filter(({ between }) => between === 'stores');
const sum = (outcomes: readonly Outcome[], count: (outcome: Outcome) => number) =>
  outcomes.reduce((all, outcome) => all + count(outcome), 0);
/** What a core that knows everything has told: as many losers as there are orders without a unit. */
const withoutUnit = ({ accepted, sold }: Outcome) => accepted - sold;

describe('two stores and the same last units', () => {
  it('is the same day again for the same seed', async () => {
    const [one, again] = [await play(1, 'shared', { walkIns }), await play(1, 'shared', { walkIns })];
    const stories = ({ storyOf }: Outcome) => ['SKU-001', 'SKU-002', 'SKU-003'].map(storyOf);
    expect(stories(again)).toEqual(stories(one));
    expect(stories(one).join()).toContain('accepted an order');
  });

  describe.each([
    ['in fair weather', {}],
    ['with walk-in buyers', { walkIns }],
    ['with answers and webhooks lost', { walkIns, weather: foulWeather }],
  ])('%s', (_name, more) => {
    let shared: Outcome[];
    beforeAll(async () => (shared = await playAll('shared', more)));

    it('collide where both stores are shown all that is available', () => {
      expect(sum(shared, (outcome) => betweenStores(outcome).length)).toBeGreaterThan(0);
    });

    it('leave no order without a unit that nobody is told of, and no trouble', () => {
      expect(shared.map(({ toldShort }) => toldShort)).toEqual(shared.map(withoutUnit));
      expect(shared.flatMap(({ troubles }) => troubles)).toEqual([]);
    });
  });
});
