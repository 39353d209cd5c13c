import type { Subject, Subjects } from '../../spec-kit/databases';
import type { Turns } from './turns';

/** What every implementation of Turns does. */
export function turnsContract(name: string, subjects: Subjects<Turns>): void {
  describe(`Turns ${name}`, () => {
    let subject: Subject<Turns> & { close(): Promise<void> };
    let seen: string[];
    beforeEach(async () => {
      subject = await subjects();
      seen = [];
    });
    afterEach(() => subject.close());

    /** Has the turn of `channels` until it is told to end. */
    const holding = (who: string, channels: string[], ending: 'commits' | 'fails' = 'commits') => {
      let begun = (): void => undefined;
      let end = (): void => undefined;
      const taken = new Promise<void>((resolve) => (begun = resolve));
      const told = new Promise<void>((resolve) => (end = resolve));
      const done = subject.uow.run(async (tx) => {
        await subject.port.take(tx, channels);
        seen.push(`${who} has it`);
        begun();
        await told;
        seen.push(`${who} ends`);
        if (ending === 'fails') throw new Error('it fails');
      });
      return { taken, end, done };
    };

    it.each(['commits', 'fails'] as const)('keeps a channel to one transaction until it %s', async (ending) => {
      const first = holding('first', ['store-a'], ending);
      await first.taken;
      const second = holding('second', ['store-a']);
      const elsewhere = holding('elsewhere', ['store-b']);
      await elsewhere.taken;
      first.end();
      await first.done.catch(() => undefined);
      await second.taken;
      second.end();
      elsewhere.end();
      await Promise.all([second.done, elsewhere.done]);
      expect(seen.slice(0, 4)).toEqual(['first has it', 'elsewhere has it', 'first ends', 'second has it']);
    });

    it('locks nobody out who wants two, in whatever order each names them', async () => {
      let begun = 0;
      const channels = ['store-a', 'store-b', 'store-c'];
      const take = (wanted: string[]) =>
        subject.uow.run(async (tx) => {
          // Whoever is locked out is rolled back and begins again.
          begun += 1;
          await subject.port.take(tx, wanted);
        });
      await Promise.all(Array.from({ length: 30 }, (_, n) => take(n % 2 ? channels : [...channels].reverse())));
      expect(begun).toBe(30);
    });
  });
}
