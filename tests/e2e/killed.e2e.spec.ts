import { describeSample, eventually, inTimeAfter, unexplainedByOutages, type Outage } from '@tillbridge/testing';
import type { ServiceName } from '../../libs/testing/src/demo/bridge';
import type { CaseStudy } from '../../libs/testing/src/demo/case-study';
import type { Scene } from '../../libs/testing/src/world';
import { explain, playCaseStudy } from './play';

/** Whom to strike in the first, second, … scene of the case study. */
const victims: (ServiceName | null)[] = [
  null,
  'inventory-core',
  'shopify-gateway',
  'lightspeed-gateway',
  'reconciler',
  'inventory-core',
  null,
  null,
];

describe('the case study, with every service killed in the middle of it', () => {
  let study: CaseStudy;
  afterEach(() => study?.tearDown());

  it('still ends with nothing for the auditor to find but the delay of what was sold around a strike', async () => {
    const struck: string[] = [];
    const outages: Outage[] = [];
    const strike = async (scene: Scene, running: CaseStudy) => {
      const victim = victims[running.script.scenes.indexOf(scene)];
      if (!victim) return;
      const comeBack = await atWork(victim, running);
      const from = Date.now();
      await running.fleet.kill9(victim);
      struck.push(victim);
      await running.fleet.restart(victim);
      outages.push({ from, to: Date.now() });
      await comeBack();
    };
    const { study: played, audit } = await playCaseStudy({ seed: 71, during: strike });
    study = played;
    expect(struck).toEqual(victims.filter(Boolean));
    expect(unexplainedByOutages(audit.samples, outages).map(describeSample)).toEqual([]);
    expect(inTimeAfter(audit.samples, outages.at(-1)!.to)).not.toEqual([]);
    audit.findings = audit.findings.filter(({ kind }) => kind !== 'late');
    expect(audit.findings.length === 0 ? '' : explain(study, audit)).toBe('');
    expect(Object.values(audit.verdict.steps)).not.toContain(false);
  });
});

/** Waits until the victim has something under way. @returns what must be so once it is back */
async function atWork(victim: ServiceName, running: CaseStudy): Promise<() => Promise<void>> {
  if (victim === 'reconciler') return comparing(running);
  await trading(running);
  return async () => {};
}

/** Somebody has bought or moved something since we came: the scene has begun in earnest. */
async function trading({ shop }: CaseStudy): Promise<void> {
  const twins = [shop.till, ...shop.stores.map(({ twin }) => twin)];
  const written = async () => {
    const logs = await Promise.all(twins.map((twin) => twin.log() as Promise<{ kind: string }[]>));
    return logs.flat().filter(({ kind }) => !kind.startsWith('api_')).length;
  };
  const before = await written();
  await eventually(async () => (await written()) > before);
}

/** A run asks vendors, who take their time, so it is still under way when its start has been answered. */
async function comparing({ bridge }: CaseStudy): Promise<() => Promise<void>> {
  const { id } = await bridge.ask<{ id: string }>('reconciler', '/runs', {});
  return async () => {
    const run = await bridge.ask<{ state: string; error: string }>('reconciler', `/runs/${id}`);
    expect(run).toMatchObject({ state: 'failed', error: expect.stringContaining('ended before it did') });
  };
}
