import fs from 'node:fs';
import path from 'node:path';
import { eventually, stepNames } from '@tillbridge/testing';
import { askJson, personalWords, writeScript } from '../../libs/testing/src/world';
import { DemoProcess, traces } from './demo-process';
import { findInTables, findWords, keepCopies, plant, type Grounds } from './search';

const seed = 20_261_123;
/**
 * Everything that a bridge concludes only after a while (that a surplus was a hand edit, that no order stands behind a
 * difference) it shall conclude within this run.
 */
const quickly = {
  LOG_LEVEL: 'debug',
  EDIT_SETTLE_SECONDS: '3',
  SEARCH_LAG_SECONDS: '1',
  ORDERS_POLL_SECONDS: '5',
  TILL_POLL_SECONDS: '5',
};

interface Verdict {
  ok: boolean;
  orders: Record<string, number>;
  steps: Record<string, boolean>;
  latencyMs: Record<string, { p50: number; p99: number }>;
}

describe('the case study, played by the demo to its end', () => {
  let demo: DemoProcess;
  let before: string[];
  let grounds: Grounds;
  const foundAtWork: string[] = [];

  beforeAll(async () => {
    before = await traces();
    demo = new DemoProcess(['--seed', String(seed), '--keep'], quickly);
    await demo.says('Up:');
    await demo.says('logs ');
    grounds = {
      databaseUrl: demo.address('PostgreSQL'),
      vhost: /\(virtual host (\S+)\)/.exec(demo.told)![1]!,
      logDir: demo.address('logs'),
    };
    await keepCopies(grounds);
    // Queues and logs keep what was in them; a table holds a delivery only until it has been translated.
    await demo.says('A delivery of');
    foundAtWork.push(...(await findInTables(grounds, personalWords)));
    await demo.says('{"ok":', 180_000);
  });

  afterAll(() => demo?.kill());

  const verdict = () => JSON.parse(demo.lastLine) as Verdict;

  it('leaves the auditor nothing to find', () => {
    expect(verdict().ok ? '' : demo.told).toBe('');
    expect(verdict().steps).toEqual(Object.fromEntries(stepNames.map((step) => [step, true])));
  });

  it('ends in one line with every agreed field', () => {
    expect(verdict()).toEqual({
      ok: true,
      seed,
      oversold: 0,
      driftUnits: 0,
      lostFacts: 0,
      duplicateEffects: 0,
      unsoldWhileRefused: expect.any(Number),
      orders: expect.any(Object),
      steps: expect.any(Object),
      twinLatencyMs: [80, 250],
      samples: expect.any(Number),
      latencyMs: {
        tillToStores: { p50: expect.any(Number), p99: expect.any(Number) },
        storeToStore: { p50: expect.any(Number), p99: expect.any(Number) },
      },
    });
  });

  it('has served people, refused people and told those who lost', () => {
    const { attempted, refusedAtCheckout, accepted, kept, moved, backordered, held, cancelled } = verdict().orders;
    expect(kept).toBeGreaterThan(0);
    expect(held).toBeGreaterThan(0);
    expect(accepted).toBe(kept! + moved! + backordered! + held! + cancelled!);
    expect(attempted).toBe(accepted! + refusedAtCheckout!);
  });

  it('concludes, within this run, that a hand raised one level, and of no other that one did', () => {
    const lines = fs.readFileSync(path.join(grounds.logDir, 'shopify-gateway.log'), 'utf8').split('\n');
    const edits = lines.filter((line) => line.includes('a level was edited at the store'));
    expect(edits.map((line) => JSON.parse(line) as object)).toEqual([expect.objectContaining({ units: 3 })]);
  });

  it('lets the reconciler compare everything and find that all agrees', async () => {
    const reconciler = new URL(demo.address('reconciler')).origin;
    const headers = { authorization: `Bearer ${demo.address('operator token')}` };
    const { id } = await askJson<{ id: string }>(`${reconciler}/runs`, { body: {}, headers });
    const report = await eventually(
      async () => {
        const run = await askJson<{ state: string }>(`${reconciler}/runs/${id}`, { headers });
        return run.state !== 'running' && run;
      },
      { withinMs: 30_000, everyMs: 200 },
    );
    // The till and both stores know what was there before, and what was new.
    const levels = 3 * (writeScript({ seed, stores: 2 }).items.length + 1);
    expect(report).toMatchObject({ state: 'finished', compared: levels, agreeing: levels, drifting: 0, findings: [] });
  });

  it('keeps no name, address or e-mail of a customer in any table, queue or log, at work or at rest', async () => {
    expect(foundAtWork).toEqual([]);
    expect(await findWords(grounds, personalWords)).toEqual([]);
  });

  it('would have found such a word wherever it stood', async () => {
    await plant(grounds, 'Quillfeather');
    const found = await findWords(grounds, personalWords);
    expect(found).toEqual([
      expect.stringContaining('table control.bytes'),
      expect.stringContaining('table control.words'),
      expect.stringContaining('queue search.copy'),
      expect.stringContaining('log inventory-core.log'),
    ]);
  });

  it('exits 0 and leaves nothing behind', async () => {
    const line = demo.lastLine;
    expect(await demo.interrupt()).toBe(0);
    expect(demo.lastLine).toBe(line);
    expect(demo.programs()).toEqual([]);
    expect(await traces()).toEqual(before);
  });
});
