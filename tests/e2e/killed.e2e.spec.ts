import { eventually } from '@tillbridge/testing';
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

  it('still ends with nothing for the auditor to find but the delay', async () => {
    const struck: string[] = [];
    const strike = async (scene: Scene, running: CaseStudy) => {
      const victim = victims[running.script.scenes.indexOf(scene)];
      if (!victim) return;
      await trade(running);
      await running.fleet.kill9(victim);
      struck.push(victim);
      await running.fleet.restart(victim);
    };
    const { study: played, audit } = await playCaseStudy({ seed: 71, during: strike });
    study = played;
    expect(struck).toEqual(victims.filter(Boolean));
    audit.findings = audit.findings.filter(({ kind }) => kind !== 'late');
    expect(audit.findings.length === 0 ? '' : explain(study, audit)).toBe('');
    expect(Object.values(audit.verdict.steps)).not.toContain(false);
  });
});

/** The scene has begun in earnest: somebody has bought or moved something since we came. */
async function trade({ shop }: CaseStudy): Promise<void> {
  const twins = [shop.till, ...shop.stores.map(({ twin }) => twin)];
  const written = async () => {
    const logs = await Promise.all(twins.map((twin) => twin.log() as Promise<{ kind: string }[]>));
    return logs.flat().filter(({ kind }) => !kind.startsWith('api_')).length;
  };
  const before = await written();
  await eventually(async () => (await written()) > before);
}
