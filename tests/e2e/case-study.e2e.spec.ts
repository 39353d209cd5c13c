import { eventually, type Audit } from '@tillbridge/testing';
import type { CaseStudy } from '../../libs/testing/src/demo/case-study';
import { explain, playCaseStudy } from './play';
import { findInTables, findWords, keepCopies, plant } from './search';

const customers = [
  { name: 'Zebedee Quillfeather', email: 'zebedee.q@quillmail.example', address: '17 Marmalade Alley' },
  { name: 'Oriole Plumtwist', email: 'oriole@plumtwist.example', address: '4 Teakettle Steps' },
];
/** Parts that no code, item or log line of ours could hold by chance. */
const personal = ['Zebedee', 'Quillfeather', 'quillmail', 'Marmalade', 'Oriole', 'Plumtwist', 'Teakettle'];

describe('the case study, end to end', () => {
  let study: CaseStudy;
  let audit: Audit;
  const foundInTheRush: string[] = [];

  beforeAll(async () => {
    ({ study, audit } = await playCaseStudy({
      seed: 20_261_123,
      logLevel: 'debug',
      customer: (store) => customers[store % customers.length]!,
      during: async (scene, running) => {
        if (scene.name === 'calm') await keepCopies(running);
        // Queues and logs keep what was in them; a table holds a delivery only until it has been translated.
        if (scene.name === 'rush') foundInTheRush.push(...(await findInTables(running, personal)));
      },
    }));
  });

  afterAll(() => study?.tearDown());

  it('leaves the auditor nothing to find', () => {
    expect(audit.findings.length === 0 ? '' : explain(study, audit)).toBe('');
    expect(Object.values(audit.verdict.steps)).not.toContain(false);
  });

  it('has served people, refused people and told those who lost', () => {
    const { orders } = audit.verdict;
    expect(orders.kept).toBeGreaterThan(0);
    expect(orders.held).toBeGreaterThan(0);
    expect(orders.accepted).toBe(orders.kept + orders.moved + orders.backordered + orders.held + orders.cancelled);
    expect(orders.attempted).toBe(orders.accepted + orders.refusedAtCheckout);
  });

  it('lets the reconciler compare everything and find that all agrees', async () => {
    const { id } = await study.bridge.ask<{ id: string }>('reconciler', '/runs', {});
    const report = await eventually(
      async () => {
        const run = await study.bridge.ask<{ state: string }>('reconciler', `/runs/${id}`);
        return run.state !== 'running' && run;
      },
      { withinMs: 30_000, everyMs: 200 },
    );
    const levels = 3 * audit.items.length;
    expect(report).toMatchObject({ state: 'finished', compared: levels, agreeing: levels, drifting: 0, findings: [] });
  });

  it('keeps no name, address or e-mail of a customer in any table, queue or log, at work or at rest', async () => {
    expect(foundInTheRush).toEqual([]);
    expect(await findWords(study, personal)).toEqual([]);
  });

  it('would have found such a word wherever it stood', async () => {
    await plant(study, 'Quillfeather');
    const found = await findWords(study, personal);
    expect(found).toEqual([
      expect.stringContaining('table control.bytes'),
      expect.stringContaining('table control.words'),
      expect.stringContaining('queue search.copy'),
      expect.stringContaining('log inventory-core.log'),
    ]);
  });
});
