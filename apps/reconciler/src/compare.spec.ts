import {
  compareStores,
  compareTill,
  confirmedDrift,
  type ExpectedAtStore,
  type ExpectedAtTill,
  type ObservedAtStore,
  type ObservedAtTill,
} from './compare';

const place = { channel: 'store-a', itemId: 'item-1', externalId: '43729076', storeLocation: '655441491' };
const wanted: ExpectedAtStore = { ...place, lowerTo: 4, raiseTo: 4, version: 17 };
const shown: ObservedAtStore = {
  ...place,
  observed: 4,
  desiredVersion: 17,
  pushedVersion: 17,
  inFlight: false,
  halts: [],
  refusal: null,
};

const storeVerdict = (level: Partial<ExpectedAtStore>, row: Partial<ObservedAtStore>) =>
  compareStores([{ ...wanted, ...level }], [{ ...shown, ...row }]).comparisons[0]!;

describe('comparing a store', () => {
  it('agrees when the store shows what was published', () => {
    expect(storeVerdict({}, {})).toMatchObject({ verdict: 'agree', expected: 4, observed: 4 });
  });

  it('agrees with anything between what it may be raised and lowered to', () => {
    for (const observed of [2, 3, 4]) {
      expect(storeVerdict({ raiseTo: 2 }, { observed })).toMatchObject({ verdict: 'agree', expected: observed });
    }
  });

  it.each([
    ['one unit too many', 5, 4],
    ['one unit too few', 1, 2],
  ])('finds planted drift: %s', (_, observed, expected) => {
    expect(storeVerdict({ raiseTo: 2 }, { observed })).toMatchObject({ verdict: 'drift', observed, expected });
  });

  it.each<[string, Partial<ExpectedAtStore>, Partial<ObservedAtStore>]>([
    ['availability on its way to the gateway', { version: 18 }, {}],
    ['availability that arrived after the core was asked', { version: 16 }, {}],
    ['availability not yet pushed', {}, { pushedVersion: 16 }],
    ['availability never pushed', {}, { pushedVersion: null }],
    ['a push in flight', {}, { inFlight: true }],
    ['a store that a person paused', {}, { halts: ['paused'] }],
    ['a store that was braked', {}, { halts: ['braked'] }],
    ['a level never read', {}, { observed: null }],
  ])('calls a difference lag while it is explained by %s', (_, level, row) => {
    expect(storeVerdict(level, { observed: 9, ...row }).verdict).toBe('lag');
  });

  it('calls it lag when the gateway has no such level yet', () => {
    expect(compareStores([wanted], []).comparisons[0]!.verdict).toBe('lag');
  });

  it('does not wait for a push that the store refuses', () => {
    const refused = { pushedVersion: 16, inFlight: true, refusal: 'the item is archived' };
    const found = { verdict: 'drift', reason: 'the store refuses: the item is archived' };
    expect(storeVerdict({}, { observed: 9, ...refused })).toMatchObject(found);
  });

  it('counts rows that belong to no item, and skips items that the store does not list', () => {
    const other = { ...shown, externalId: '99' };
    expect(compareStores([wanted, { ...wanted, externalId: null }], [shown, other])).toMatchObject({
      comparisons: [{ verdict: 'agree' }],
      unlinked: 1,
    });
  });
});

const level: ExpectedAtTill = {
  itemId: 'item-1',
  location: 'main',
  tillExternalId: 'product-1',
  tillLevelExpected: { lo: 6, hi: 7 },
  pending: 0,
  till: { level: 7, version: '9007199254740993' },
};
const row: ObservedAtTill = {
  channel: 'till',
  location: 'main',
  externalId: 'product-1',
  level: 7,
  version: '9007199254740993',
};

const tillVerdict = (expected: Partial<ExpectedAtTill>, observed: Partial<ObservedAtTill>) =>
  compareTill([{ ...level, ...expected }], [{ ...row, ...observed }]).comparisons[0]!;

describe('comparing the till', () => {
  it('agrees within what the known facts allow', () => {
    expect(tillVerdict({}, {}).verdict).toBe('agree');
    expect(tillVerdict({}, { level: 6 }).verdict).toBe('agree');
  });

  it.each([
    [8, 7],
    [5, 6],
  ])('finds planted drift: the till shows %i', (observed, expected) => {
    expect(tillVerdict({}, { level: observed })).toMatchObject({ verdict: 'drift', observed, expected });
  });

  it('is not surprised by missing units that the core already counts as gone', () => {
    expect(tillVerdict({ pending: 1 }, { level: 5 }).verdict).toBe('agree');
    expect(tillVerdict({ pending: 1 }, { level: 4 }).verdict).toBe('drift');
  });

  it('calls it lag while a newer row is on its way, with versions compared exactly beyond 2^53', () => {
    expect(tillVerdict({}, { level: 9, version: '9007199254740994' }).verdict).toBe('lag');
    expect(tillVerdict({}, { level: 9, version: '9007199254740992' }).verdict).toBe('drift');
    expect(tillVerdict({ till: null }, { level: 9 }).verdict).toBe('lag');
  });

  it('tells a newer row of a till without versions by its level', () => {
    expect(tillVerdict({ till: { level: 7, version: null } }, { level: 9, version: null }).verdict).toBe('lag');
    expect(tillVerdict({ till: { level: 9, version: null } }, { level: 9, version: null }).verdict).toBe('drift');
  });

  it('counts rows that belong to no item', () => {
    expect(compareTill([level], [{ ...row, externalId: 'product-2' }])).toEqual({ comparisons: [], unlinked: 1 });
  });
});

describe('a second look', () => {
  const drifting = storeVerdict({}, { observed: 9 });
  const lagging = storeVerdict({}, { observed: 9, inFlight: true });
  const agreeing = storeVerdict({}, {});

  it('confirms only what differed both times without an explanation', () => {
    expect(confirmedDrift([drifting], [drifting])).toEqual([drifting]);
    expect(confirmedDrift([drifting], [agreeing])).toEqual([]);
    expect(confirmedDrift([drifting], [lagging])).toEqual([]);
    expect(confirmedDrift([lagging], [drifting])).toEqual([]);
  });

  it('does not mistake one place for another', () => {
    expect(confirmedDrift([drifting], [{ ...drifting, place: '7' }])).toEqual([]);
  });
});
