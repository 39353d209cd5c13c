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
  cancels: 0,
  deliveries: 0,
  durationMs: 60_000,
};
const walkIns = 0.1;
const lively = { walkIns, cancels: 0.15, deliveries: 0.4 };
const seeds = [1, 2, 3, 4];

function play(seed: number, mode: Mode, more: Partial<Demand> & { weather?: Weather } = {}): Promise<Outcome> {
  const { weather = fairWeather, ...others } = more;
  const scene = writeScene(seed, { ...demand, ...others });
  return playWorld({ seed, scene, weather, policy: policyOf(mode), durationMs: demand.durationMs });
}

async function playAll(mode: Mode, more: Parameters<typeof play>[2] = {}): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const seed of seeds) outcomes.push(await play(seed, mode, more));
  return outcomes;
}

const sum = (outcomes: readonly Outcome[], count: (outcome: Outcome) => number) =>
  outcomes.reduce((all, outcome) => all + count(outcome), 0);
const betweenStores = ({ conflicts }: Outcome) => conflicts.filter(({ between }) => between === 'stores');
const withoutUnit = ({ accepted, cancelled, sold }: Outcome) => accepted - cancelled - sold;
/** For whoever reads a failure: which seed it was, and what went on. */
const troublesOf = (outcomes: readonly Outcome[]) =>
  outcomes.flatMap(({ troubles }, index) => troubles.map((trouble) => `seed ${seeds[index]}: ${trouble}`));

describe('two stores and the same last units', () => {
  it('is the same day again for the same seed', async () => {
    const [one, again] = [await play(1, 'shared', { walkIns }), await play(1, 'shared', { walkIns })];
    const stories = ({ storyOf }: Outcome) => ['SKU-001', 'SKU-002', 'SKU-003'].map(storyOf);
    expect(stories(again)).toEqual(stories(one));
    expect(stories(one).join()).toContain('CONFLICT');
  });

  describe.each([
    ['in fair weather', {}],
    ['with walk-in buyers', { walkIns }],
    ['with cancellations and deliveries', lively],
    ['with answers and webhooks lost', { ...lively, weather: foulWeather }],
  ])('%s', (_name, more) => {
    let shared: Outcome[];
    beforeAll(async () => (shared = await playAll('shared', more)));

    it('collide where both stores are shown all that is available', () => {
      expect(sum(shared, (outcome) => betweenStores(outcome).length)).toBeGreaterThan(0);
    });

    it('leave no order without a unit that nobody is told of, and no trouble', () => {
      // Told of more is possible: a delivery that is not known yet cannot serve an order whose unit the till has sold.
      for (const outcome of shared) expect(outcome.toldShort).toBeGreaterThanOrEqual(withoutUnit(outcome));
      expect(troublesOf(shared)).toEqual([]);
    });
  });

  it('have exactly those orders told short that no unit is left for, where nothing arrives or is lost meanwhile', async () => {
    const outcomes = [...(await playAll('shared')), ...(await playAll('shared', { walkIns }))];
    expect(outcomes.map(({ toldShort }) => toldShort)).toEqual(outcomes.map(withoutUnit));
  });
});
