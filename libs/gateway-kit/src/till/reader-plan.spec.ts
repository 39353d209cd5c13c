import { planStep, type ReaderState } from './reader-plan';
import { defaultReaderSettings as settings } from './settings';
import type { CallKind } from './till-adapter';

const now = 10_000_000;
const free = () => 0;

const idle: ReaderState = {
  wanted: { records: false, rows: false, items: false },
  lastRecordsAt: now,
  lastRowsAt: now,
  lastItemsAt: now,
  lastDirectAt: now,
  nextReadDueAt: null,
  notBefore: { records: 0, rows: 0, items: 0 },
};
const woken = { records: true, rows: true, items: false };
const plan = (state: Partial<ReaderState>, holdBackMs: (kind: CallKind) => number = free) =>
  planStep({ ...idle, ...state }, now, settings, holdBackMs);

describe('what a reader does next', () => {
  it('waits for its interval when nobody asks', () => {
    expect(plan({})).toEqual({ waitMs: settings.pollIntervalMs });
    const long = now - settings.pollIntervalMs;
    const due = plan({ lastRecordsAt: long, lastRowsAt: long });
    expect(due).toEqual({ records: true, items: false, rows: true, direct: false });
  });

  it('polls records once per interval, although the rows are held back', () => {
    const long = now - settings.pollIntervalMs;
    const slow = (kind: CallKind) => (kind === 'rows' ? 7_000 : 0);
    expect(plan({ lastRecordsAt: long, lastRowsAt: long }, slow)).toMatchObject({ records: true, rows: false });
    expect(plan({ lastRowsAt: long }, slow)).toEqual({ waitMs: 7_000 });
  });

  it('polls records at once when woken, and rows at their own pace', () => {
    expect(plan({ wanted: woken })).toMatchObject({ records: true, rows: false });
    expect(plan({ wanted: woken, lastRowsAt: now - settings.rowsSpacingMs })).toMatchObject({
      records: true,
      rows: true,
    });
  });

  it('comes back for the rows it owes', () => {
    expect(plan({ wanted: { ...woken, records: false } })).toEqual({ waitMs: settings.rowsSpacingMs });
  });

  it('asks about items only when told to, or now and then', () => {
    expect(plan({ wanted: { ...woken, items: true } })).toMatchObject({ items: true });
    expect(plan({ lastItemsAt: now - settings.itemsIntervalMs })).toMatchObject({ items: true, records: false });
  });

  it('reads on purpose when such a read is due', () => {
    expect(plan({ nextReadDueAt: now + 70 })).toEqual({ waitMs: settings.directSpacingMs });
    expect(plan({ nextReadDueAt: now, lastDirectAt: 0 })).toMatchObject({ direct: true, records: false, rows: false });
  });

  it('keeps records flowing while the vendor wants us to slow down with the rest', () => {
    const slow = (kind: CallKind) => (kind === 'records' ? 0 : 10_000);
    expect(plan({ wanted: woken, lastRowsAt: 0, nextReadDueAt: 0, lastDirectAt: 0 }, slow)).toEqual({
      records: true,
      items: false,
      rows: false,
      direct: false,
    });
  });

  it('does nothing at all before the end of the vendor’s limit', () => {
    expect(plan({ wanted: woken, lastRowsAt: 0 }, () => 900)).toEqual({ waitMs: 900 });
  });

  it('waits after a failure with what failed, and with nothing else', () => {
    const notBefore = { records: 0, rows: now + 300, items: now + 9_000 };
    const wanted = { records: true, rows: true, items: true };
    expect(plan({ wanted, lastRowsAt: 0, notBefore })).toMatchObject({ records: true, rows: false, items: false });
    expect(plan({ wanted: { ...wanted, records: false }, lastRowsAt: 0, notBefore })).toEqual({ waitMs: 300 });
  });
});
