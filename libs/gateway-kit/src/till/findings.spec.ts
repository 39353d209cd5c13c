import { changedRecords, observationsOf, rowNews, voidedPosts, type ReadRow } from './findings';
import type { SightedRecord, SightedRow } from './state/sightings';
import type { SeenLine, SeenSale } from './till-adapter';

const at = new Date(Date.UTC(2026, 10, 23, 10));
const iso = at.toISOString();

function saleOf(lines: Partial<SeenLine>[], more: Partial<SeenSale> = {}): SeenSale {
  return {
    saleId: 's1',
    version: '10',
    at: iso,
    location: 'main',
    lines: lines.map((line, index) => ({
      lineId: String(index + 1),
      externalId: 'p1',
      kind: 'sale',
      effect: -1,
      ...line,
    })),
    ours: false,
    voided: false,
    ...more,
  };
}

const seen = (sale: SeenSale, known: SightedRecord[] = []) => changedRecords([sale], known, at);

describe('what a sale changes', () => {
  it('is one record per line', () => {
    expect(seen(saleOf([{}, { externalId: 'p2', effect: -3 }]))).toMatchObject([
      { recordId: 's1:1', externalId: 'p1', effect: -1, version: '10' },
      { recordId: 's1:2', externalId: 'p2', effect: -3 },
    ]);
  });

  it('is nothing when its effect stays the same, whatever its version', () => {
    const known = seen(saleOf([{}]));
    expect(seen(saleOf([{}], { version: '11' }), known)).toEqual([]);
  });

  it('is nothing while it is parked, and its units once it is closed', () => {
    expect(seen(saleOf([{ effect: 0 }]))).toEqual([]);
    expect(seen(saleOf([{ effect: -1 }], { version: '12' }))).toHaveLength(1);
  });

  it('is taken back by a void', () => {
    const known = seen(saleOf([{ effect: -2 }]));
    expect(seen(saleOf([{ effect: 0 }], { version: '11' }), known)).toMatchObject([{ effect: 0, version: '11' }]);
  });

  it('is taken back for a line that is gone, and for all of them when it moved out of our locations', () => {
    const known = seen(saleOf([{}, { effect: -3 }]));
    expect(seen(saleOf([{}], { version: '11' }), known)).toMatchObject([{ recordId: 's1:2', effect: 0 }]);
    const moved = saleOf([], { version: '11', location: null });
    expect(seen(moved, known).map(({ effect }) => effect)).toEqual([0, 0]);
  });

  it('moves with its line to another item, under a record of its own', () => {
    const known = seen(saleOf([{}]));
    const [back, there] = seen(saleOf([{ externalId: 'p2' }], { version: '11' }), known);
    expect(back).toMatchObject({ recordId: 's1:1', externalId: 'p1', effect: 0 });
    expect(there).toMatchObject({ externalId: 'p2', effect: -1 });
    expect(there.recordId).toMatch(/^s1:1:[0-9a-f]{8}$/);
    const settled = [{ ...known[0], ...back }, there];
    expect(seen(saleOf([{ externalId: 'p2' }], { version: '12' }), settled)).toEqual([]);
  });

  it('is nothing when it is older than what we know', () => {
    const known = seen(saleOf([{ effect: 0 }, { effect: -1 }], { version: '9007199254740995' }));
    expect(seen(saleOf([{ effect: -5 }], { version: '9007199254740994' }), known)).toEqual([]);
  });

  it('is that of its newest state when one answer holds several', () => {
    const states = [saleOf([{ effect: 0 }], { version: '12' }), saleOf([{ effect: -1 }], { version: '11' })];
    expect(changedRecords(states, [], at)).toEqual([]);
  });
});

const rowOf = (more: Partial<ReadRow> = {}): ReadRow => ({
  externalId: 'p1',
  location: 'main',
  level: 5,
  version: '10',
  stampMs: null,
  requestedAt: at,
  answeredAt: at,
  ...more,
});
const known = (more: Partial<SightedRow> = {}): SightedRow => ({
  externalId: 'p1',
  location: 'main',
  level: 5,
  version: '10',
  stampMs: null,
  complete: true,
  seenAt: at,
  ...more,
});
const never = () => false;

describe('which rows are news', () => {
  it.each([
    ['unknown', rowOf(), [], 1],
    ['newer', rowOf({ version: '11' }), [known()], 1],
    ['equal', rowOf(), [known()], 0],
    ['older', rowOf({ version: '9', level: 1 }), [known()], 0],
    ['equal, but told without its records', rowOf(), [known({ complete: false })], 1],
    [
      'newer by a version beyond 2^53',
      rowOf({ version: '9007199254740993' }),
      [known({ version: '9007199254740992' })],
      1,
    ],
  ])('%s', (_name, row, before, count) => {
    expect(rowNews([row], before, never).news).toHaveLength(count);
  });

  it('an equal one that was asked for is a confirmation; an older one confirms nothing', () => {
    expect(rowNews([rowOf()], [known()], () => true).news).toHaveLength(1);
    expect(rowNews([rowOf({ version: '9' })], [known()], () => true).news).toEqual([]);
  });

  it('the newest of several readings of one place', () => {
    const { news } = rowNews([rowOf({ version: '12', level: 3 }), rowOf({ version: '11', level: 4 })], [], never);
    expect(news).toMatchObject([{ level: 3 }]);
  });

  it('without versions: changed ones, not stale ones, and a change within one tick is suspicious', () => {
    const bare = (stampMs: number, level: number) => rowOf({ version: null, stampMs, level });
    const before = [known({ version: null, stampMs: 2_000 })];
    expect(rowNews([bare(2_000, 5)], before, never)).toEqual({ news: [], ties: [], stale: [] });
    expect(rowNews([bare(1_000, 9)], before, never)).toMatchObject({ news: [], stale: [{ level: 9 }] });
    expect(rowNews([bare(3_000, 4)], before, never)).toMatchObject({ news: [{ level: 4 }], ties: [] });
    expect(rowNews([bare(2_000, 4)], before, never)).toMatchObject({ news: [{ level: 4 }], ties: [{ level: 4 }] });
  });
});

describe('the facts of one finding', () => {
  const [record] = seen(saleOf([{}]));
  const finding = { till: 'till', recordsPolledAt: at, records: [record], voided: [], rows: [] as ReadRow[] };

  it('are one per item and location, records and row together', () => {
    const elsewhere = rowOf({ location: 'other' });
    const told = observationsOf({ ...finding, rows: [rowOf(), elsewhere], recordsComplete: true });
    expect(told).toMatchObject([
      { location: 'main', records: [{ recordId: 's1:1', effect: -1 }], row: { level: 5 }, recordsComplete: true },
      { location: 'other', records: [], row: { level: 5 }, recordsComplete: true },
    ]);
  });

  it('tell which of our own posts are voided there, with the level that shows it', () => {
    const ours = saleOf([{}, { externalId: 'p2' }], { saleId: 'POST-1', ours: true, voided: true });
    const standing = saleOf([{}], { saleId: 'post-2', ours: true });
    const voided = voidedPosts([ours, standing, { ...ours, saleId: 'post-3', location: null }]);
    const told = observationsOf({ ...finding, records: [], voided, rows: [rowOf()], recordsComplete: true });
    expect(told.map(({ externalId, voidedPosts: posts, row }) => [externalId, posts, row?.level])).toEqual([
      ['p1', ['post-1'], 5],
      ['p2', ['post-1'], undefined],
    ]);
  });

  it('never claim to be complete without a row', () => {
    const [told] = observationsOf({ ...finding, recordsComplete: true });
    expect(told).toMatchObject({ row: null, recordsComplete: false, recordsPolledAt: iso });
  });

  it('tell each record once, as it stands now', () => {
    const [told] = observationsOf({
      ...finding,
      records: [record, { ...record, effect: 0, version: '12' }],
      recordsComplete: false,
    });
    expect(told.records).toMatchObject([{ effect: 0, version: '12' }]);
  });
});
