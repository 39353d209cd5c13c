import { weaknessOf } from '../life/broken';
import { playLife } from '../life/play-life';
import type { Wanted } from './players';
import { playedOf, unplayed } from './report';

// One of the processes among which lives are dealt: plays what it is sent, one after the other, until nobody sends any more.

process.on('message', ({ seed, lacking }: Wanted) => {
  playLife(seed, weaknessOf(lacking)).then(
    (life) => process.send?.(playedOf(life)),
    (error: unknown) => process.send?.(unplayed(seed, error)),
  );
});
process.on('disconnect', () => process.exit());
