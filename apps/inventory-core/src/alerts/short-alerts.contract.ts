import { randomUUID } from 'node:crypto';
import { orderResolved, orderShort, type Envelope, type OrderResolved, type OrderShort } from '@tillbridge/contracts';
import type { UnitOfWork } from '@tillbridge/persistence';
import { AlertSender, type Alert, type AlertBook, type AlertMessage } from '@tillbridge/service-kit';
import { eventually } from '@tillbridge/testing';
import { noReferences, type Ledger } from '../ledger/ledger';
import { paperDeps, stock, type LedgerWorld } from '../ledger/ledger.contract';
import { at, fact, listed, ordered, paperShop, startOfDay, tillShows, tillSells } from '../ledger/paper-core';
import { handleFacts } from '../use-cases/handle-facts';
import { Session } from '../use-cases/session';
import { saveAlerts } from './save-alerts';

const decidedAfterSeconds = 60;

/** What people hear of losers. `open` gives a fresh, empty world. */
export function shortAlertsContract(open: () => Promise<LedgerWorld>): void {
  let world: LedgerWorld;
  const take = (facts: Envelope[], seconds = decidedAfterSeconds, change: Partial<LedgerWorld> = {}) =>
    handleFacts(paperDeps({ ...world, ...change }, seconds), facts);
  const alerts = (): Promise<Alert[]> =>
    world.uow.run((tx) => world.alerts.page(tx, { state: null, after: null, limit: 100 }));
  const claim = (seconds: number, limit = 100) =>
    world.uow.run((tx) => world.alerts.claim(tx, timeOf(seconds), { limit, leaseMs: 120_000, patienceMs: 86_400_000 }));
  const answer = (outcome: OrderResolved['outcome'], more: Partial<OrderResolved> = {}) =>
    fact(orderResolved, {
      channel: 'store-a',
      order: '1',
      decision: 1,
      outcome,
      detail: null,
      at: at(62),
      ...more,
    });
  const lastUnitSold = async (change: Partial<LedgerWorld> = {}) => {
    await stock(world, 1);
    await take([ordered('store-a', '1', [{ line: '1', externalId: 'a-1' }])], decidedAfterSeconds, change);
    await take([tillSells('till-1', 's1:1', 1, 0, 5)], decidedAfterSeconds, change);
  };

  describe('alerts about short orders', () => {
    beforeEach(async () => {
      world = await open();
    });
    afterEach(() => world.close());

    it('are written with the decision, and wait half a minute for the store to answer', async () => {
      await lastUnitSold();
      const [alert, ...others] = await alerts();
      expect(others).toEqual([]);
      expect(alert).toMatchObject({
        key: 'short/store-a/1/1',
        state: 'waiting',
        text: { subject: 'Order #1 (store-a) is short: 1 × TEE-M' },
        fields: { channel: 'store-a', order: '1', orderName: '#1', decision: 1, resolution: 'hold', outcome: null },
      });
      expect(await claim(decidedAfterSeconds + 29)).toEqual([]);
      expect((await claim(decidedAfterSeconds + 30)).map(({ text }) => text.action)).toEqual([
        expect.stringContaining('has not confirmed it yet'),
      ]);
    });

    it('tell once of an order that its store deleted, whose units are free again', async () => {
      await stock(world, 1);
      const lines = [{ line: '1', externalId: 'a-1' }];
      await take([ordered('store-a', '1', lines)]);
      const gone = ordered('store-a', '1', [{ ...lines[0]!, current: 0 }], {
        updatedAt: at(70),
        cancelledAt: at(70),
        deleted: true,
      });
      await take([gone], 70);
      await take([gone], 71);
      expect((await alerts()).map(({ key, text }) => [key, text.subject])).toEqual([
        ['deleted/store-a/1', 'Order #1 (store-a) was deleted in its store before all of it was shipped'],
      ]);
      expect((await world.items())[0]!.promises).toMatchObject([{ owed: 0, short: 0 }]);
    });

    it('are one per order, however many of its lines lost units', async () => {
      await stock(world, 1);
      await take([listed('till', 'till-2', 'CAP'), listed('store-a', 'a-2', 'CAP'), tillShows('till-2', 1, 0)]);
      const lines = ['1', '2'].map((line) => ({ line, externalId: `a-${line}` }));
      await take([ordered('store-a', '1', lines)]);
      await take([tillSells('till-1', 's1:1', 1, 0, 5), tillSells('till-2', 's1:2', 1, 0, 5)]);
      expect((await alerts()).map(({ text }) => text.subject)).toEqual([
        'Order #1 (store-a) is short: 2 units on 2 lines',
      ]);
    });

    it('leave at once when the store has answered, and say what it did', async () => {
      await lastUnitSold();
      await take([answer('held')], 62);
      expect((await claim(62)).map(({ text }) => text.action)).toEqual([
        expect.stringContaining('store-a holds the order'),
      ]);
    });

    it('become a call to act when the store could not be told, and stay one alert if nothing has left', async () => {
      await lastUnitSold();
      await take([answer('failed', { detail: 'the store knows no such order' })], 62);
      expect((await claim(62)).map(({ text }) => text)).toMatchObject([
        { subject: expect.stringMatching(/^A person has to act/), action: expect.stringContaining('no such order') },
      ]);
    });

    it('are followed by one call to act, and one only, when the store fails after the first has left', async () => {
      await lastUnitSold();
      expect(await claim(90)).toHaveLength(1);
      await take([answer('failed')], 95);
      await take([answer('failed')], 96);
      expect((await alerts()).map(({ key }) => key)).toEqual(['short/store-a/1/1/failed', 'short/store-a/1/1']);
      expect((await claim(95)).map(({ text }) => text.subject)).toEqual([
        expect.stringMatching(/^A person has to act/),
      ]);
    });

    it('keep their words when a good answer comes after they have left', async () => {
      await lastUnitSold();
      const [sent] = await claim(90);
      await take([answer('held')], 95);
      expect((await alerts()).map(({ text }) => text)).toEqual([sent.text]);
    });

    it('call to act for an older decision too, although a newer one is under way', async () => {
      await stock(world, 2);
      await take([ordered('store-a', '1', [{ line: '1', externalId: 'a-1', ordered: 2 }])]);
      await take([tillSells('till-1', 's1:1', 1, 1, 5)]);
      await take([tillSells('till-1', 's1:2', 1, 0, 6)]);
      await take([answer('failed', { decision: 1 })], 62);
      expect((await alerts()).map(({ key, text }) => [key, text.subject])).toEqual([
        ['short/store-a/1/2', 'Order #1 (store-a) is short: 2 × TEE-M'],
        ['short/store-a/1/1', 'A person has to act: Order #1 (store-a) is short: 1 × TEE-M'],
      ]);
    });

    it.each(['held', 'failed'] as const)(
      'say it once when a store that answers a move with "%s" is asked for something else',
      async (outcome) => {
        const told: OrderShort = {
          channel: 'store-a',
          order: '1',
          decision: 1,
          resolution: 'move',
          lines: [{ line: '1', shortBy: 1, moveTo: '3' }],
          reason: 'it was taken at the till',
          policyVersion: 1,
        };
        const cause = { correlationId: 'spec', causationId: null, traceparent: null };
        const decide = (step: (session: Session) => void) =>
          world.uow.run(async (tx) => {
            const loaded = await world.ledger.load(tx, {
              ...noReferences,
              orders: [{ channel: 'store-a', order: '1' }],
            });
            const session = new Session(loaded, paperShop, timeOf(decidedAfterSeconds), randomUUID);
            step(session);
            await saveAlerts(world.alerts, tx, session);
          });
        await stock(world, 1);
        await take([ordered('store-a', '1', [{ line: '1', externalId: 'a-1' }])]);
        await decide((session) => session.tell(orderShort, told, cause));
        expect((await alerts()).map(({ text }) => text.subject)).toEqual([
          'Order #1 (store-a) has to be served from another location: 1 × TEE-M',
        ]);
        await decide((session) => {
          const detail = 'not moved: the store has no such place';
          session.resolutions.push({ ...orderResolved.examples[0], ...told, outcome, detail });
          session.tell(
            orderShort,
            { ...told, decision: 2, resolution: 'hold', lines: [{ ...told.lines[0], moveTo: null }] },
            cause,
          );
        });
        expect((await alerts()).map(({ key, text }) => [key, text.subject])).toEqual([
          ['short/store-a/1/2', 'Order #1 (store-a) is short: 1 × TEE-M'],
        ]);
        const action = async () => (await alerts())[0].text.action;
        expect(await action()).toContain('has not confirmed it yet (not moved: the store has no such place).');
        // That it is held now, too, takes nothing of what the store had to say.
        const held = { ...orderResolved.examples[0], ...told, decision: 2, outcome: 'held' as const };
        await decide((session) => void session.resolutions.push(held));
        expect(await action()).toContain('store-a holds the order (not moved: the store has no such place).');
      },
    );

    it('call to act although none was written when it was decided', async () => {
      await lastUnitSold({ alerts: withAdd(world.alerts, async () => undefined) });
      expect(await alerts()).toEqual([]);
      await take([answer('failed')], 95);
      expect((await alerts()).map(({ text }) => text.subject)).toEqual([
        'A person has to act: Order #1 (store-a) is short: 1 × TEE-M',
      ]);
    });

    it('are not there when the decision was rolled back', async () => {
      const uow: UnitOfWork = {
        run: (work) =>
          world.uow.run(async (tx) => {
            await work(tx);
            throw new Error('the connection was lost');
          }),
      };
      await stock(world, 1);
      await take([ordered('store-a', '1', [{ line: '1', externalId: 'a-1' }])]);
      const sold = tillSells('till-1', 's1:1', 1, 0, 5);
      await expect(take([sold], decidedAfterSeconds, { uow })).rejects.toThrow('the connection was lost');
      expect(await alerts()).toEqual([]);
      await take([sold]);
      expect(await alerts()).toHaveLength(1);
    });

    it('reach people once although a batch is decided twice', async () => {
      expect(await heardAfterReplay(world.alerts)).toEqual(['Order #1 (store-a) is short: 1 × TEE-M']);
    });

    // Shows that the key is what guards the case above.
    it('reach people twice when their key is taken out', async () => {
      const keyless = withAdd(world.alerts, (tx, added, now) =>
        world.alerts.add(
          tx,
          added.map((alert) => ({ ...alert, key: `${alert.key}/${randomUUID()}` })),
          now,
        ),
      );
      expect(await heardAfterReplay(keyless)).toHaveLength(2);
    });
  });

  /** Decides the loss of the last unit twice on the same state, as after a restored backup, and sends what was written. */
  async function heardAfterReplay(book: AlertBook): Promise<string[]> {
    await stock(world, 1);
    await take([ordered('store-a', '1', [{ line: '1', externalId: 'a-1' }])]);
    const ledger = Object.assign(Object.create(world.ledger), { save: async () => undefined }) as Ledger;
    for (const _time of ['first', 'again'])
      await take([tillSells('till-1', 's1:1', 1, 0, 5)], decidedAfterSeconds, { alerts: book, ledger });
    const heard: AlertMessage[] = [];
    const sender = new AlertSender({
      uow: world.uow,
      book,
      source: 'inventory-core',
      now: () => timeOf(decidedAfterSeconds + 30),
      sinks: [{ name: 'ear', deliver: async (message) => (heard.push(message), null) }],
      onTrouble: fail,
      onError: fail,
    });
    sender.start();
    await eventually(async () => (await alerts()).every(({ state }) => state === 'sent'));
    await sender.stop();
    return heard.map(({ text }) => text.subject);
  }
}

const timeOf = (seconds: number): Date => new Date(startOfDay + seconds * 1_000);

const withAdd = (book: AlertBook, add: AlertBook['add']): AlertBook => Object.assign(Object.create(book), { add });

function fail(...what: unknown[]): never {
  throw new Error('nothing was to go wrong', { cause: what });
}
