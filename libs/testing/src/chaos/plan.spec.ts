import { serviceNames } from '../demo/bridge';
import { planChaos, servers, vendors } from './plan';

const lastsMs = 180_000;

describe('the plan of a storm', () => {
  it('is the same for the same seed and another for another seed', () => {
    expect(planChaos({ seed: 7, lastsMs })).toEqual(planChaos({ seed: 7, lastsMs }));
    expect(planChaos({ seed: 7, lastsMs })).not.toEqual(planChaos({ seed: 8, lastsMs }));
  });

  it('kills every service and restarts both servers, however short it is', () => {
    for (let seed = 1; seed <= 50; seed++) {
      const { blows } = planChaos({ seed, lastsMs: 1 });
      const struck = blows.map((blow) => (blow.does === 'kills' ? blow.service : blow.server));
      expect(struck.sort()).toEqual([...serviceNames, ...servers].sort());
    }
  });

  it('lasts as long as it should, and stops each server abruptly and politely in turn', () => {
    for (let seed = 1; seed <= 50; seed++) {
      const { blows } = planChaos({ seed, lastsMs });
      expect(blows.reduce((sum, { pauseMs, awayMs }) => sum + pauseMs + awayMs, 0)).toBeGreaterThanOrEqual(lastsMs);
      for (const server of servers) {
        const stops = blows.flatMap((blow) =>
          blow.does === 'restarts' && blow.server === server ? [blow.abrupt] : [],
        );
        expect(stops.every((abrupt, index) => index === 0 || abrupt !== stops[index - 1])).toBe(true);
      }
    }
  });

  it('cuts, slows and spoils, and in the long run leaves no line and no vendor out', () => {
    const plans = Array.from({ length: 20 }, (_, seed) => planChaos({ seed, lastsMs }));
    const weather = plans.flatMap((plan) => [...plan.lines, ...plan.vendors]);
    expect(new Set(weather.map(({ does }) => does))).toEqual(new Set(['cuts', 'slows', 'spoils']));
    const lines = new Set(weather.flatMap((one) => (one.does === 'spoils' ? [] : [one.line])));
    expect(lines.size).toBe(serviceNames.length * servers.length + vendors.length);
    const spoiled = weather.flatMap((one) => (one.does === 'spoils' ? [one.vendor] : []));
    expect(new Set(spoiled)).toEqual(new Set(vendors));
  });
});
