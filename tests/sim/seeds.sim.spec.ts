import { playLife } from './life/play-life';
import { playedOf, tellFailed } from './runner/report';

// Many lives, and a busy machine plays one in seconds.
jest.setTimeout(300_000);

// Every seed that ever showed a bug, and which. Where it was one of the world itself, the note says so.

const known: readonly (readonly [number, string])[] = [
  [
    30,
    'an order was placed and cancelled within a second, and word of the cancellation was lost: its stamp was known, so no poll read it again',
  ],
  [11, 'a level was edited by hand and word of it was lost: the reconciler finds it, and the world had none'],
  [12, 'the gateway died while a store was being connected: nobody in the world connected it again'],
];

describe('a life that once showed a bug', () => {
  it.each(known)('seed %i: %s', async (seed) => {
    const played = playedOf(await playLife(seed));
    expect(played.failures.length === 0 ? '' : tellFailed(played)).toBe('');
  });
});
