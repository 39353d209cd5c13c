import type { TillPostGranted, TillReadWanted } from '@tillbridge/contracts';
import type { SetAside } from '@tillbridge/stock-domain';
import { answerCountEverywhere } from '../use-cases/answer-count';
import type { LedgerWorld } from './ledger.contract';
import { at, ordered, paperShopWith, postClosed, tillCounts, tillShows, tillSold } from './paper-core';
import { PaperDay } from './paper-day';

/** Counts of the shelf while web orders are set aside. */
export function countsContract(open: () => Promise<LedgerWorld>): void {
  let day: PaperDay;
  const begin = async (setAside: SetAside | null, units = 3) => {
    day = new PaperDay(await open(), paperShopWith({ stocktakes: setAside === null ? {} : { main: setAside } }));
    await day.stock(1, { main: units });
  };
  afterEach(() => day.world.close());

  const order = (seconds: number, more = {}) =>
    ordered('store-a', '1', [{ line: '1', externalId: 'a-1', ...more }], { seconds });
  const shipped = { line: '1', externalId: 'a-1', fulfilled: 1 };
  const grants = () => day.told<TillPostGranted>('till.post_granted');
  /** An order that the till has recorded, and shows so. */
  const record = async () => {
    await day.take([order(60)], 60);
    await day.take([postClosed((await grants())[0].postId, 61)], 61);
    await day.take([tillShows('till-1', 2, 70)], 70);
  };
  /** An order that is set aside as people begin to count; an earlier count has kept it from being recorded. */
  const setAside = async () => {
    await day.take([tillCounts('c0', ['till-1'], { openedAt: 50 })], 50);
    await day.take([order(60)], 60);
    await day.take([tillCounts('c1', ['till-1'], { openedAt: 80 })], 80);
    await day.take([tillCounts('c0', ['till-1'], { openedAt: 50, state: 'cancelled' })], 81);
  };
  const shownByB = async () =>
    (await day.told('availability.changed')).filter(({ channel }) => channel === 'store-b').at(-1);
  const answer = (said: SetAside | 'untouched') => answerCountEverywhere(day.deps(), 'main', 'c1', said);

  it('keeps web orders from being recorded while people count, and goes on when they give up', async () => {
    await begin('counted');
    await day.take([tillCounts('c1', ['till-1'], { openedAt: 50 })]);
    await day.take([order(60)]);
    expect(await grants()).toEqual([]);
    await day.take([tillCounts('c1', ['till-1'], { openedAt: 50, state: 'cancelled' })]);
    expect(await grants()).toHaveLength(1);
    // News of it from before changes nothing any more.
    await day.take([tillCounts('c1', ['till-1'], { openedAt: 50 })]);
    expect((await day.item()).levels[0].counts).toMatchObject([{ state: 'over' }]);
  });

  it('records an order again that was counted along, and lists its unit nowhere meanwhile', async () => {
    await begin('counted');
    await record();
    // Set aside and counted: the level rises by the unit that the count found.
    await day.take([tillCounts('c1', ['till-1'], { openedAt: 80, closedAt: 100 })], 101);
    expect(await day.told<TillReadWanted>('till.read_wanted')).toMatchObject([{ externalId: 'till-1' }]);
    await day.take([tillShows('till-1', 3, 102)], 102);
    expect(await shownByB()).toMatchObject({ lowerTo: 2 });
    expect(await grants()).toHaveLength(1);
    await day.take([tillShows('till-1', 3, 106, { version: 202 })], 106);
    const [first, second] = await grants();
    expect(second).toMatchObject({ kind: 'sale', order: '1', lines: [{ quantity: 1 }] });
    expect(second.postId).not.toBe(first.postId);
    expect(await shownByB()).toMatchObject({ lowerTo: 2 });
  });

  it('never records what was set aside and not counted, and gives the unit back when it is cancelled', async () => {
    await begin('notCounted');
    await setAside();
    await day.take([tillCounts('c1', ['till-1'], { openedAt: 80, closedAt: 100 })], 101);
    await day.take([tillShows('till-1', 2, 106)], 106);
    expect(await shownByB()).toMatchObject({ lowerTo: 2, raiseTo: 2 });
    expect(await grants()).toEqual([]);
    await day.take([order(110, { current: 0, restocked: 1 })], 110);
    // Its unit comes back to the till, and no money with it, for none was booked there.
    expect(await grants()).toMatchObject([
      { kind: 'reverse', reverses: null, lines: [{ quantity: 1, worth: { amount: '0' } }] },
    ]);
  });

  it('breaks no promise while it is not known what a count made of it', async () => {
    await begin('notCounted', 1);
    await setAside();
    await day.take([tillShows('till-1', 0, 101)], 101);
    expect(await day.short()).toEqual({});
    await day.take([tillCounts('c1', ['till-1'], { openedAt: 80, closedAt: 100 })], 102);
    await day.take([tillShows('till-1', 0, 108, { version: 201 })], 108);
    expect(await day.short()).toEqual({});
    expect((await day.promise('store-a', '1')).posts).toMatchObject([{ state: 'settled', postId: null }]);
  });

  it('asks a person where the policy says nothing, once for each count, and raises nothing until then', async () => {
    await begin(null);
    await record();
    await day.take([tillCounts('c1', ['till-1'], { openedAt: 80, closedAt: 100 })], 101);
    await day.take([tillShows('till-1', 3, 106)], 106);
    expect(await shownByB()).toMatchObject({ lowerTo: 2, raiseTo: 0 });
    const alerts = await day.world.uow.run((tx) => day.world.alerts.find(tx, ['count/main/c1']));
    expect(alerts.get('count/main/c1')?.text.cause).toContain('the policy does not say');
    expect(await answer('counted')).toBe(1);
    expect(await answer('counted')).toBe(0);
    expect(await shownByB()).toMatchObject({ lowerTo: 2, raiseTo: 2 });
    expect(await grants()).toHaveLength(2);
  });

  it('tells people, once, of a count that is left open for a day', async () => {
    await begin('counted');
    await day.take([tillCounts('c1', ['till-1'], { openedAt: 50 })], 50);
    const alert = async () =>
      (await day.world.uow.run((tx) => day.world.alerts.find(tx, ['count/main/c1/open']))).get('count/main/c1/open');
    expect(await day.revisit(24 * 3_600 + 49)).toBe(0);
    expect(await alert()).toBeUndefined();
    expect(await day.revisit(24 * 3_600 + 51)).toBe(1);
    expect((await alert())?.text.subject).toBe('A count at main is open for more than a day');
    expect(await day.revisit(24 * 3_600 + 60)).toBe(0);
  });

  it('keeps to what a person has said first', async () => {
    await begin(null);
    await record();
    await day.take([tillCounts('c1', ['till-1'], { openedAt: 80, closedAt: 100 })], 101);
    expect(await answer('counted')).toBe(1);
    expect(await answer('notCounted')).toBe(0);
    await day.take([tillShows('till-1', 3, 106)], 106);
    expect(await grants()).toHaveLength(2);
  });

  it('goes by the usual rules again when a person says that the count has changed no level', async () => {
    await begin(null);
    await record();
    await day.take([tillCounts('c1', ['till-1'], { openedAt: 80, closedAt: 100, state: 'unclear' })], 101);
    await day.take([tillShows('till-1', 2, 106)], 106);
    expect(await answer('untouched')).toBe(1);
    expect(await shownByB()).toMatchObject({ lowerTo: 2, raiseTo: 2 });
    expect(await grants()).toHaveLength(1);
  });

  it('asks a person when a web order was being recorded as the count was completed', async () => {
    await begin('counted');
    await day.take([order(60)], 60);
    await day.take([tillCounts('c1', ['till-1'], { openedAt: 50, closedAt: 61 })], 62);
    expect((await day.item()).levels[0].counts).toMatchObject([{ setAside: null }]);
  });

  it('asks a person when a web order was cancelled whose unit may lie on the table, and gives that back to the till', async () => {
    await begin('notCounted');
    await setAside();
    await day.take([order(101, { current: 0, restocked: 1 })], 101);
    // Nothing is left of the order, and the count has taken its unit off the level all the same.
    await day.take([tillCounts('c1', ['till-1'], { openedAt: 80, closedAt: 100 })], 102);
    expect((await day.item()).levels[0].counts.at(-1)?.question).toContain('was cancelled');
    await day.take([tillShows('till-1', 2, 107)], 107);
    expect(await answer('notCounted')).toBe(1);
    expect(await shownByB()).toMatchObject({ lowerTo: 3, raiseTo: 2 });
    expect(await grants()).toMatchObject([{ kind: 'reverse', lines: [{ quantity: 1, worth: { amount: '0' } }] }]);
  });

  it('asks a person when units were added to a web order while people counted, and sells none of them twice', async () => {
    await begin('notCounted', 5);
    await day.take([order(60)], 60);
    await day.take([postClosed((await grants())[0].postId, 61)], 61);
    await day.take([tillShows('till-1', 4, 70)], 70);
    await day.take([tillCounts('c1', ['till-1'], { openedAt: 80 })], 80);
    // The first unit lies on the table; the second one still on the shelf, where it is counted.
    await day.take([order(85, { ordered: 2, current: 2 })], 85);
    await day.take([tillCounts('c1', ['till-1'], { openedAt: 80, closedAt: 100 })], 101);
    expect((await day.item()).levels[0].counts[0].question).toContain('added');
    await day.take([tillShows('till-1', 4, 106)], 106);
    expect(await shownByB()).toMatchObject({ raiseTo: 0 });
  });

  it('takes in a unit that came back while the count waited for an answer', async () => {
    await begin(null, 3);
    await record();
    await day.take([order(75, { current: 1, fulfilled: 1 })], 75);
    await day.take([ordered('store-a', '2', [{ line: '1', externalId: 'a-1' }], { seconds: 76 })], 76);
    await day.take([postClosed((await grants())[1].postId, 77)], 77);
    await day.take([tillShows('till-1', 1, 79)], 79);
    await day.take([tillCounts('c1', ['till-1'], { openedAt: 80, closedAt: 100 })], 101);
    await day.take([order(3_000, { current: 0, fulfilled: 1, restocked: 1 })], 3_000);
    await day.take([tillShows('till-1', 2, 3_100)], 3_100);
    await answer('counted');
    // On the shelf lie the counted units and the one that has come back; one of them is promised.
    expect(await shownByB()).toMatchObject({ lowerTo: 2 });
    expect((await grants()).map(({ kind }) => kind)).toContain('reverse');
  });

  it('takes no unit for an order that had left before, though it is heard of after', async () => {
    await begin('counted');
    await day.take([tillCounts('c1', ['till-1'], { openedAt: 80, closedAt: 100 })], 101);
    await day.take([tillShows('till-1', 2, 106)], 106);
    await day.take([ordered('store-a', '1', [shipped], { seconds: 60, updatedAt: at(70) })], 200);
    expect(await grants()).toEqual([]);
    expect(await shownByB()).toMatchObject({ lowerTo: 2, raiseTo: 2 });
  });

  it('takes back that it recorded an order again which had left before, once that is heard', async () => {
    await begin('counted');
    await record();
    await day.take([tillCounts('c1', ['till-1'], { openedAt: 80, closedAt: 100 })], 101);
    await day.take([tillShows('till-1', 2, 106)], 106);
    await day.take([ordered('store-a', '1', [shipped], { seconds: 60, updatedAt: at(75) })], 120);
    const again = (await grants())[1];
    await day.take([postClosed(again.postId, 121)], 121);
    await day.take([tillShows('till-1', 1, 130)], 130);
    expect((await grants()).map(({ kind }) => kind)).toEqual(['sale', 'sale', 'reverse']);
    expect(await shownByB()).toMatchObject({ lowerTo: 2 });
  });

  it('takes in what was sold after the count, and nothing of what was sold before', async () => {
    await begin('counted');
    await day.take([tillCounts('c1', ['till-1'], { openedAt: 80, closedAt: 100 })], 101);
    await day.take([tillShows('till-1', 5, 106)], 106);
    await day.take([tillSold('till-1', 'before', 1, 99), tillSold('till-1', 'after', 1, 107)], 108);
    expect(await shownByB()).toMatchObject({ lowerTo: 4 });
  });

  it('counts a unit that came back with the shelf it lies on, and does not add it once more', async () => {
    await begin('counted');
    await record();
    await day.take([order(75, { current: 1, fulfilled: 1 })], 75);
    await day.take([tillCounts('c1', ['till-1'], { openedAt: 80 })], 80);
    await day.take([order(90, { current: 0, fulfilled: 1, restocked: 1 })], 90);
    await day.take([tillCounts('c1', ['till-1'], { openedAt: 80, closedAt: 100 })], 101);
    await day.take([tillShows('till-1', 3, 106)], 106);
    expect(await shownByB()).toMatchObject({ lowerTo: 3, raiseTo: 3 });
    expect(await grants()).toHaveLength(1);
  });

  it('names the count as the cause of what it moved', async () => {
    await begin('counted');
    await day.take([tillShows('till-1', 1, 90)], 90);
    expect(await shownByB()).toMatchObject({ lowerTo: 1 });
    await day.take([tillCounts('c1', ['till-1'], { openedAt: 80, closedAt: 89 })], 96);
    await day.take([tillShows('till-1', 1, 97)], 97);
    const moved = (await day.world.movements()).filter(({ kind }) => kind === 'count');
    expect(moved).toMatchObject([{ gross: -2, claim: -2, causeId: 'count c1' }]);
  });
}
