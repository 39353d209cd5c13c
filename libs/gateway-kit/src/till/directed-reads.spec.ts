import { confirmations, judgeReads, tieBreaks } from './directed-reads';
import type { ReadRow } from './findings';
import { defaultReaderSettings as settings } from './settings';
import type { DueRead } from './state/due-reads';

const now = new Date(Date.UTC(2026, 10, 23, 10));
const inMs = (ms: number) => new Date(now.getTime() + ms);

const due = (more: Partial<DueRead> = {}): DueRead => ({
  id: 'r1',
  externalId: 'p1',
  location: 'main',
  reason: 'post',
  above: '10',
  dueAt: now,
  attempts: 0,
  ...more,
});
const row = (more: Partial<ReadRow> = {}): ReadRow => ({
  externalId: 'p1',
  location: 'main',
  level: 1,
  version: '11',
  stampMs: null,
  requestedAt: now,
  answeredAt: now,
  ...more,
});
const judge = (read: DueRead, rows: ReadRow[], answered = ['p1'], stale: ReadRow[] = []) =>
  judgeReads([read], { rows, stale, answered: new Set(answered) }, now, settings);

describe('a directed read', () => {
  it('is done by a row above the version from before the post', () => {
    expect(judge(due(), [row()]).done).toEqual(['r1']);
  });

  it('is done by any row where the till has no versions', () => {
    expect(judge(due(), [row({ version: null })]).done).toEqual(['r1']);
  });

  it.each([
    ['the row is still the old one', due(), [row({ version: '10' })], ['p1']],
    ['the row is that of another location', due(), [row({ location: 'other' })], ['p1']],
    ['there is no row', due(), [], ['p1']],
    ['nothing was answered about its item', due({ above: null }), [], []],
  ])('is tried again when %s', (_name, read, rows, answered) => {
    expect(judge(read, rows, answered)).toEqual({ done: [], again: [{ id: 'r1', dueAt: inMs(1_000) }], overdue: [] });
  });

  it('for a confirmation is done by any answer about its item', () => {
    expect(judge(due({ above: null }), []).done).toEqual(['r1']);
  });

  it('for a confirmation is not done by an older row than was seen before: nobody hears of that', () => {
    expect(judge(due({ above: null }), [row()], ['p1'], [row()]).again).toHaveLength(1);
    expect(judge(due({ above: null }), [row()], ['p1'], [row({ location: 'other' })]).done).toEqual(['r1']);
  });

  it('waits longer each time; after the last quick attempt a person is warned, once', () => {
    const stale = [row({ version: '10' })];
    const after = (attempts: number) => judge(due({ attempts }), stale);
    expect(after(2).again).toEqual([{ id: 'r1', dueAt: inMs(4_000) }]);
    expect(after(settings.directAttemptsMax - 1).overdue).toHaveLength(1);
    expect(after(settings.directAttemptsMax)).toMatchObject({ again: [{ dueAt: inMs(60_000) }], overdue: [] });
  });
});

it('confirms each place with new records once, after the till has had its time', () => {
  const here = { externalId: 'p1', location: 'main' };
  const reads = confirmations([here, { ...here }, { ...here, location: 'other' }], now, settings);
  expect(reads).toHaveLength(2);
  expect(reads[0]).toMatchObject({ ...here, reason: 'record', above: null, dueAt: inMs(5_250) });
});

it('reads again after a tick where a row changed twice within one', () => {
  const here = { externalId: 'p1', location: 'main' };
  expect(tieBreaks([here], now)).toEqual([{ ...here, reason: 'tie', above: null, dueAt: inMs(2_000) }]);
});
