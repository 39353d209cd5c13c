import type { Platform } from './platform.contract';

export function inboxContract(open: () => Promise<Platform>): void {
  describe('inbox', () => {
    it('returns the ids not seen before, each once', async () => {
      const platform = await open();
      const inbox = platform.inbox();
      const admit = (ids: string[]) => platform.uow().run((tx) => inbox.admit(tx, 'core', ids));
      expect(await admit(['a', 'b', 'b'])).toEqual(new Set(['a', 'b']));
      expect(await admit(['b', 'c'])).toEqual(new Set(['c']));
      expect(await admit([])).toEqual(new Set());
    });

    it('keeps consumers apart', async () => {
      const platform = await open();
      const inbox = platform.inbox();
      const admit = (consumer: string) => platform.uow().run((tx) => inbox.admit(tx, consumer, ['a']));
      expect((await admit('one')).size).toBe(1);
      expect((await admit('two')).size).toBe(1);
    });

    it('gives each message to exactly one of 20 units that want it at once', async () => {
      const platform = await open();
      const inbox = platform.inbox();
      const uow = platform.uow({ attemptsMax: 30 });
      const ids = ['a', 'b', 'c', 'd'];
      const admissions = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          uow.run((tx) => inbox.admit(tx, 'core', index % 2 ? ids : ids.toReversed())),
        ),
      );
      expect(admissions.flatMap((set) => [...set]).sort()).toEqual(ids);
    });

    it('forgets what is older than asked, and only that', async () => {
      const platform = await open();
      const inbox = platform.inbox();
      const admit = () => platform.uow().run((tx) => inbox.admit(tx, 'core', ['a', 'b']));
      await admit();
      const minuteMs = 60_000;
      expect(await inbox.prune(new Date(Date.now() - minuteMs))).toBe(0);
      expect((await admit()).size).toBe(0);
      expect(await inbox.prune(new Date(Date.now() + minuteMs))).toBe(2);
      expect((await admit()).size).toBe(2);
    });
  });
}
