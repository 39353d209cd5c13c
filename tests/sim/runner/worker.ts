import { playLife } from '../life/play-life';
import { playedOf, unplayed } from './report';

// One of the processes among which seeds are dealt: plays what it is sent, one after the other, until nobody sends any more.

process.on('message', (seed: number) => {
  playLife(seed).then(
    (life) => process.send?.(playedOf(life)),
    (error: unknown) => process.send?.(unplayed(seed, error)),
  );
});
process.on('disconnect', () => process.exit());
