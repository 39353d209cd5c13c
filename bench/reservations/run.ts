import os from 'node:os';
import { numberOf, type Bench } from '../kit/bench';
import { runIn } from '../kit/running-in';
import { measureBare, type BareFigures } from './bare';
import { Books } from './books';
import type { Figures } from './callers';
import { openCore } from './core';
import { measureHot, measureHttp, measureMany, measureScarce, measureScarceHttp, scarce, type Bed } from './measure';
import { measurePeer, type PeerResult } from './peer';
import { missedBy, targets, type Target } from './targets';

interface Row {
  readonly name: string;
  readonly callers: number;
  readonly figures: Figures;
  readonly target: Target | null;
  readonly missed: readonly string[];
}

/** See bench.json. The books are checked after every run. */
export const run: Bench = async (context) => {
  const { databaseUrl } = context;
  if (databaseUrl === null) throw new Error('bench.json asks for PostgreSQL, and there is none');
  context.progress('running the server in');
  if (!(await runIn(databaseUrl)))
    context.progress('the server may not be run in: its commits may wait for its log to grow');
  const core = await openCore(databaseUrl);
  const books = await Books.open(databaseUrl);
  try {
    const bed: Bed = { context, core, books };
    const callers = numberOf(context, 'callers');
    const httpCallers = numberOf(context, 'httpCallers');
    const hotSku = rowOf('one hot SKU', callers, await measureHot(bed), targets.hotSku);
    const bare = await measureBare(context, databaseUrl);
    const manySkus = rowOf('many SKUs', callers, await measureMany(bed), null);
    const http = rowOf('one hot SKU over HTTP', httpCallers, await measureHttp(bed), targets.http);
    const granted = { direct: await measureScarce(bed), http: await measureScarceHttp(bed) };
    const peer = await measurePeer(context);
    const rows = [hotSku, manySkus, http];
    const missed = [...books.problems, ...notExact(granted), ...rows.flatMap((row) => row.missed)];
    return {
      figures: {
        cores: os.availableParallelism(),
        runs: numberOf(context, 'runs'),
        hotSku: told(hotSku),
        manySkus: told(manySkus),
        http: told(http),
        stock: scarce.units,
        granted: granted.direct,
        grantedHttp: granted.http,
        bare: { ...bare, hotSkuShare: shareOf(hotSku, bare) },
        ledgerOk: books.problems.length === 0 && notExact(granted).length === 0,
        peer: peer.figures,
      },
      table: tableOf(rows, granted, bare, peer),
      missed,
    };
  } finally {
    await books.close();
    await core.close();
  }
};

type Granted = Readonly<Record<'direct' | 'http', number>>;

const rowOf = (name: string, callers: number, figures: Figures, target: Target | null): Row => ({
  name,
  callers,
  figures,
  target,
  missed: target === null ? [] : missedBy(name, figures, target),
});

/** For programs. `met` only where there is a target. */
const told = ({ callers, figures, target, missed }: Row) => ({
  callers,
  ...figures,
  ...(target !== null && { target, met: missed.length === 0 }),
});

const notExact = (granted: Granted): string[] =>
  Object.values(granted)
    .filter((units) => units !== scarce.units)
    .map((units) => `${units} units were granted of ${scarce.units} that there were.`);

const shareOf = ({ figures }: Row, bare: BareFigures): number => Math.round((figures.perSec / bare.perSec) * 100) / 100;

function tableOf(rows: readonly Row[], granted: Granted, bare: BareFigures, peer: PeerResult): string[][] {
  const exact = (how: string, units: number) => [
    `granted of ${scarce.units} to ${scarce.calls} calls${how}`,
    '',
    String(units),
    ...['', '', '', ''],
  ];
  return [
    ['reservations', 'callers', 'per s', 'p50 ms', 'p99 ms', 'spread', 'target'],
    ...rows.map(lineOf),
    exact('', granted.direct),
    exact(' over HTTP', granted.http),
    ['bare batches, nothing decided', String(bare.batch), String(bare.perSec), '', '', bare.spread.join(' - '), ''],
    ...(peer.says === '' ? [] : [[peer.says, '', String(peer.figures?.perSec ?? ''), '', '', '', '']]),
  ];
}

function lineOf({ name, callers, figures: { perSec, p50Ms, p99Ms, spread }, target, missed }: Row): string[] {
  const verdict = missed.length === 0 ? 'met' : 'missed';
  return [
    name,
    String(callers),
    ...[perSec, p50Ms, p99Ms].map(String),
    `${spread[0]} - ${spread[1]}`,
    target === null ? '' : `${target.perSec}/s, p99 < ${target.p99Ms} ms: ${verdict}`,
  ];
}
