import { randomUUID } from 'node:crypto';
import os from 'node:os';
import { numberOf, type Bench, type BenchContext } from '../kit/bench';
import { figuresOf, runCallers, type Figures, type Load, type Timed } from './callers';
import { bodyOf, openCore, type BenchCore } from './core';
import { runHttpCallers } from './http-callers';
import { checkLedger } from './ledger-check';
import { measurePeer, type PeerResult } from './peer';

/** More than can be asked for in a timed run: a refusal costs less than a reservation. */
const plenty = 50_000_000;
const scarce = { units: 2_000, calls: 6_000 };
const targets = { hotSku: { perSec: 15_000, p99Ms: 25 }, http: { perSec: 3_000, p99Ms: 100 } };
const httpCallersMax = 64;

/** See bench.json. The books are checked after every run; a target that is missed is told, a book that is wrong fails. */
export const run: Bench = async (context) => {
  const { databaseUrl } = context;
  if (databaseUrl === null) throw new Error('bench.json asks for PostgreSQL, and there is none');
  const core = await openCore(databaseUrl);
  try {
    const books = new Books(databaseUrl);
    const hotSku = await measureHot(context, core, books);
    const manySkus = await measureMany(context, core, books);
    const http = await measureHttp(context, core, books);
    const { granted } = await measureScarce(context, core, books);
    const exact = granted === scarce.units ? [] : [`${granted} units were granted of ${scarce.units} that there were`];
    const peer = await measurePeer(context);
    const problems = [...books.problems, ...exact];
    return {
      figures: {
        cores: os.availableParallelism(),
        hotSku,
        manySkus,
        http,
        stock: scarce.units,
        granted,
        ledgerOk: problems.length === 0,
        peer: peer.figures,
      },
      table: tableOf({ hotSku, manySkus, http }, granted, peer),
      missed: problems,
    };
  } finally {
    await core.close();
  }
};

/** What callers were granted so far, against what the tables say. */
class Books {
  private granted = 0;
  readonly problems: string[] = [];

  constructor(private readonly databaseUrl: string) {}

  async check({ granted }: Timed): Promise<void> {
    this.granted += granted;
    const found = await checkLedger(this.databaseUrl, this.granted);
    this.problems.push(...found.problems);
  }
}

/** @param prepare gives what one run asks; a fresh item each, so that no run inherits the buckets of another */
async function repeated(
  context: BenchContext,
  what: string,
  books: Books,
  one: (index: number) => Promise<Timed>,
): Promise<Figures> {
  const runs: Timed[] = [];
  const count = numberOf(context, 'runs');
  // The first only warms up.
  for (let index = 0; index <= count; index++) {
    context.progress(index === 0 ? `${what}: warming up` : `${what}: run ${index} of ${count}`);
    const timed = await one(index);
    await books.check(timed);
    if (index > 0) runs.push(timed);
  }
  return figuresOf(runs);
}

const loadOf = (context: BenchContext, index: number): Load => ({
  callers: numberOf(context, 'callers'),
  durationMs: index === 0 ? 1_000 : numberOf(context, 'seconds') * 1_000,
});

function measureHot(context: BenchContext, core: BenchCore, books: Books): Promise<Figures> {
  return repeated(context, 'one hot SKU', books, async (index) => {
    const [itemId] = await core.stock([`HOT-${index}`], plenty);
    return runCallers(loadOf(context, index), () => core.reserve(itemId, randomUUID()));
  });
}

async function measureMany(context: BenchContext, core: BenchCore, books: Books): Promise<Figures> {
  const count = numberOf(context, 'skus');
  context.progress(`${count} SKUs: stocking`);
  const itemIds = await core.stock(
    Array.from({ length: count }, (_, index) => `SKU-${index}`),
    plenty,
  );
  const pick = () => itemIds[Math.floor(Math.random() * itemIds.length)];
  return repeated(context, `${count} SKUs`, books, (index) =>
    runCallers(loadOf(context, index), () => core.reserve(pick(), randomUUID())),
  );
}

function measureHttp(context: BenchContext, core: BenchCore, books: Books): Promise<Figures> {
  return repeated(context, 'one hot SKU over HTTP', books, async (index) => {
    const [itemId] = await core.stock([`HTTP-${index}`], plenty);
    const target = { url: core.url, path: '/reservations', token: core.token, body: bodyOf(itemId) };
    const load = loadOf(context, index);
    return runHttpCallers(target, { ...load, callers: Math.min(load.callers, httpCallersMax) });
  });
}

/** Where more is asked for than there is. */
async function measureScarce(context: BenchContext, core: BenchCore, books: Books): Promise<Timed> {
  context.progress(`${scarce.calls} callers for ${scarce.units} units`);
  const [itemId] = await core.stock(['SCARCE'], scarce.units);
  const load = { callers: numberOf(context, 'callers'), durationMs: 60_000, callsMax: scarce.calls };
  const timed = await runCallers(load, () => core.reserve(itemId, randomUUID()));
  await books.check(timed);
  return timed;
}

function tableOf(
  { hotSku, manySkus, http }: Record<'hotSku' | 'manySkus' | 'http', Figures>,
  granted: number,
  peer: PeerResult,
): string[][] {
  const row = (what: string, { perSec, p50Ms, p99Ms, spread }: Figures, target?: { perSec: number; p99Ms: number }) => [
    what,
    String(perSec),
    `${p50Ms}`,
    `${p99Ms}`,
    `${spread[0]} - ${spread[1]}`,
    target === undefined
      ? ''
      : `${target.perSec}/s, p99 ${target.p99Ms} ms: ${met(perSec, p99Ms, target) ? 'met' : 'missed'}`,
  ];
  return [
    ['reservations', 'per s', 'p50 ms', 'p99 ms', 'spread', 'target'],
    row('one hot SKU', hotSku, targets.hotSku),
    row('many SKUs', manySkus),
    row('one hot SKU over HTTP', http, targets.http),
    [`granted of ${scarce.units} to ${scarce.calls} calls`, String(granted), '', '', '', ''],
    ...(peer.says === '' ? [] : [[peer.says, String(peer.figures?.perSec ?? ''), '', '', '', '']]),
  ];
}

const met = (perSec: number, p99Ms: number, target: { perSec: number; p99Ms: number }): boolean =>
  perSec >= target.perSec && p99Ms <= target.p99Ms;
