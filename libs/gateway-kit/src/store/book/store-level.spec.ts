import { doubtStore, openPush, readToken, takeStoreRead } from '@tillbridge/level-mirror';
import { isEcho, newStoreLevel, want, type StoreLevel } from './store-level';

const blank = newStoreLevel({ channel: 'store-a', externalId: 'v1', storeLocation: 'l1' });
const shows = (units: number): StoreLevel => {
  const read = { token: readToken(blank.mirror), level: units };
  return { ...blank, mirror: takeStoreRead(blank.mirror, read) };
};
const counted = { ordersSeen: 0, claim: 0, edits: 0 };
const wish = (version: number, units: number) => ({ lowerTo: units, raiseTo: units, version, dealt: false, counted });

describe('what a store tells of a level', () => {
  it('is an echo where it is what we know, and nothing is under way or in doubt', () => {
    const level = shows(5);
    expect([5, 4, null].map((units) => isEcho(level, units))).toEqual([true, false, false]);
    const pushing = { ...level, mirror: openPush(level.mirror, { key: 'k', from: 5, to: 3, version: 1 }) };
    const doubted = { ...level, mirror: doubtStore(level.mirror) };
    expect([pushing, doubted].map((each) => isEcho(each, 5))).toEqual([false, false]);
  });
});

describe('what is wanted of a level', () => {
  it('is the newest: an older number that comes late, or the same again, changes nothing', () => {
    const level = { ...want(shows(5), wish(2, 3)), refusal: 'the store said no' };
    expect([wish(1, 9), wish(2, 9)].map((older) => want(level, older))).toEqual([level, level]);
    expect(want(level, wish(3, 9))).toMatchObject({ desired: wish(3, 9), refusal: null });
  });
});
