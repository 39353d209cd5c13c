import type { StoreLevel } from '@tillbridge/gateway-kit';
import { viewOf, type ItemState, type StoreView } from '@tillbridge/stock-domain';
import type { State, Store, Told } from './state';

// Two states that differ only in numbers that count on for ever, and are only compared with each other, have the same lives
// before them. They are made one state: versions and sequences become ranks, and what no decision asks for is left out.

interface Ranks {
  /** All of its numbers are ranks already. */
  readonly areTheirOwn: boolean;
  readonly version: (version: number) => number;
  readonly seq: (seq: number) => number;
  readonly toldSeq: (seq: number) => number;
}

/** Parts that are as they were `before`, where all was canonical, are kept as they are. */
export function canonical(state: State, before: State | null = null): State {
  const { core, stores } = state;
  const ranks = stores.map((store) => ranksOf(core, store));
  const isKept = core === before?.core && ranks.every(({ areTheirOwn }) => areTheirOwn);
  return {
    ...state,
    core: isKept ? core : rankedItem(core, stores, ranks),
    stores: stores.map((store, at) =>
      store === before?.stores[at] && ranks[at]!.areTheirOwn ? store : rankedStore(store, ranks[at]!),
    ),
  };
}

/** In their order, each once. */
function ordered(numbers: readonly (number | null | undefined)[]): readonly number[] {
  return [...new Set(numbers.filter((each) => each !== null && each !== undefined))].sort((a, b) => a - b);
}

function ranksOf(core: ItemState, { channel, storeLocation, level, toCore, toGateway }: Store): Ranks {
  const { granted, settled, dealtSince, seq } = viewOf(core, channel, storeLocation);
  const published = core.published.find((each) => each.channel === channel)?.version;
  const acknowledged = toCore.flatMap((told) => (told.kind === 'settled' ? [told.level] : []));
  const reports = toCore.flatMap((told) => (told.kind === 'claim' ? [told.report.seq] : []));
  const { desired, settledVersion, mirror, toldSeq } = level;
  const bounds = [...granted.map((bound) => bound.version), settled?.bound.version, dealtSince];
  const wanted = [desired?.version, settledVersion, mirror.open?.version, ...toGateway.map(({ version }) => version)];
  const versions = ordered([0, published, ...bounds, ...wanted, ...acknowledged.map(({ version }) => version)]);
  const seqs = ordered([seq, mirror.seq, ...reports]);
  const toldSeqs = ordered([0, toldSeq, settled?.seq, ...acknowledged.map((each) => each.seq)]);
  return {
    areTheirOwn: [versions, seqs, toldSeqs].every((all) => all.every((number, rank) => number === rank)),
    version: (version) => versions.indexOf(version),
    seq: (number) => seqs.indexOf(number),
    toldSeq: (number) => toldSeqs.indexOf(number),
  };
}

function rankedItem(core: ItemState, stores: readonly Store[], ranks: readonly Ranks[]): ItemState {
  const of = (channel: string): Ranks => ranks[stores.findIndex((store) => store.channel === channel)]!;
  const published = core.published.map((each) => ({ ...each, version: of(each.channel).version(each.version) }));
  return {
    ...core,
    version: Math.max(0, ...published.map(({ version }) => version)),
    views: core.views.map((view) => rankedView(view, of(view.channel))),
    published,
  };
}

function rankedView(view: StoreView, { version, seq, toldSeq }: Ranks): StoreView {
  const { settled, granted, dealtSince } = view;
  return {
    ...view,
    seq: seq(view.seq),
    settled: settled && {
      ...settled,
      seq: toldSeq(settled.seq),
      bound: { ...settled.bound, version: version(settled.bound.version) },
    },
    granted: granted.map((bound) => ({ ...bound, version: version(bound.version) })),
    dealtSince: dealtSince === null ? null : version(dealtSince),
    latencyMs: null,
    keepsSince: null,
  };
}

function rankedStore(store: Store, ranks: Ranks): Store {
  const { read, level } = store;
  const isStillValid = read !== null && read.token === level.mirror.facts;
  return {
    ...store,
    level: rankedLevel(level, ranks),
    // A read is compared with the facts of the moment, and with nothing else.
    read: read && { ...read, token: isStillValid ? 0 : -1 },
    toCore: store.toCore.map((told) => rankedTold(told, ranks)),
    toGateway: store.toGateway.map((told) => ({ ...told, version: ranks.version(told.version) })),
  };
}

function rankedLevel(level: StoreLevel, { version, seq, toldSeq }: Ranks): StoreLevel {
  const { mirror, desired } = level;
  const { open, base, pushed } = mirror;
  return {
    ...level,
    desired: desired && { ...desired, version: version(desired.version) },
    settledVersion: version(level.settledVersion),
    toldSeq: toldSeq(level.toldSeq),
    lastRead: null,
    mirror: {
      ...mirror,
      // The two are only ever added up.
      base: base === null ? null : base + pushed,
      pushed: base === null ? pushed : 0,
      open: open && { ...open, version: version(open.version) },
      facts: 0,
      seq: seq(mirror.seq),
    },
  };
}

function rankedTold(told: Told, { version, seq, toldSeq }: Ranks): Told {
  if (told.kind === 'claim') return { ...told, report: { ...told.report, seq: seq(told.report.seq) } };
  if (told.kind === 'order') return told;
  const { level } = told;
  return { ...told, level: { ...level, version: version(level.version), seq: toldSeq(level.seq) } };
}
