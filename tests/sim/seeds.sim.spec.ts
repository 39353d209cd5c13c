import { playLife } from './life/play-life';
import { playedOf, tellFailed } from './runner/report';

// Many lives, and a busy machine plays one in seconds.
jest.setTimeout(300_000);

// Every seed that ever showed a bug, and which. Where it was one of the world itself, or of the auditor, the note says so. Worlds
// have become harsher since: a seed plays another life now than the one that showed its bug, which therefore has a test of its own.

const known: readonly (readonly [number, string])[] = [
  [
    30,
    'an order was placed and cancelled within a second, and word of the cancellation was lost: its stamp was known, so no poll read it again',
  ],
  [11, 'a level was edited by hand and word of it was lost: the reconciler finds it, and the world had none'],
  [12, 'the gateway died while a store was being connected: nobody in the world connected it again'],
  [62, 'the gateway died while the reconciler asked it: nobody in the world broke the connection'],
  [72, 'a late copy of an order had not seen a unit added in the same second: the unit was taken for one taken off'],
  [
    101,
    'the last reading of a level was heard of first: its sales were dated after it, and a delivery never concluded',
  ],
  [114, 'a unit that was shipped before its store was told that it is missing: the world held it all the same'],
  [179, 'one outlet had few units left, and the other many: the auditor knew only all shared and all dealt out'],
  [250, 'an older decision on an order was late, and the store was told it after the newer one'],
  [271, 'an order was shipped before anybody heard of it, at a store whose clock is slow: it was taken for an old one'],
  [687, 'the answer of a post came after the last reading of its level: a delivery beside it was never concluded'],
  [778, 'a unit came back to an order that lacked another one: it was taken for the missing one'],
  [798, 'a line waited for another one of its order, which was then served from elsewhere: it was never recorded'],
];

describe('a life that once showed a bug', () => {
  it.each(known)('seed %i: %s', async (seed) => {
    const played = playedOf(await playLife(seed));
    expect(played.failures.length === 0 ? '' : tellFailed(played)).toBe('');
  });
});
