import { PermanentError, StaleVersion } from '@tillbridge/persistence';
import { noReferences, type Ledger } from '../ledger/ledger';
import { stock } from '../ledger/ledger.contract';
import { answerCalls } from './answer-calls';
import type { Leavings } from './leavings';
import { answerDeps, call, granted, wish, type ReservationWorld } from './paper-calls';
import { deskOf } from './paper-desk';
import type { Outcome, ReservationCall } from './requests';

interface Batch {
  readonly outcomes: Promise<readonly Outcome[]>;
  /** Once it is decided, and being written. */
  readonly decided: Promise<void>;
  /** What it leaves; never there where it leaves nothing. */
  readonly left: Promise<Leavings>;
  /** How often it has read the ledger. */
  loads(): number;
  /** How often it was decided, and began to be written. */
  writes(): number;
}

function gate() {
  let open = (): void => undefined;
  const passed = new Promise<void>((resolve) => (open = resolve));
  return { passed, open: () => open() };
}

/** Batches of one process that begin while the one before them is still being written, over every ledger. */
export function inTurnContract(open: () => Promise<ReservationWorld>): void {
  let world: ReservationWorld;
  const { ask, hold, kept, release, theItem } = deskOf(() => world);
  const wishes = (count: number): ReservationCall[] => Array.from({ length: count }, () => call(wish(1)));
  const kinds = async ({ outcomes }: Batch) => (await outcomes).map(({ kind }) => kind);

  beforeEach(async () => void (world = await open()));
  afterEach(() => world.close());

  /** `atFirst` happens before it writes what others wait for, when it is decided for the first time. */
  function begin(
    calls: readonly ReservationCall[],
    left: Leavings | null,
    atFirst = async () => undefined as void,
  ): Batch {
    let [loads, writes] = [0, 0];
    let beWritten = (): void => undefined;
    const decided = new Promise<void>((resolve) => (beWritten = resolve));
    const { ledger } = world;
    const watched: Ledger = {
      load: (tx, references) => {
        loads += 1;
        return ledger.load(tx, references);
      },
      append: (...written) => {
        writes += 1;
        beWritten();
        return ledger.append(...written);
      },
      save: async (...written) => {
        if (writes === 1) await atFirst();
        await ledger.save(...written);
      },
      due: (...asked) => ledger.due(...asked),
      askedAbout: (...asked) => ledger.askedAbout(...asked),
      decisionsOn: (...asked) => ledger.decisionsOn(...asked),
      openListings: (...asked) => ledger.openListings(...asked),
      countedOf: (...asked) => ledger.countedOf(...asked),
      linkChanges: (...asked) => ledger.linkChanges(...asked),
      forget: (...asked) => ledger.forget(...asked),
    };
    let leave = (leavings: Leavings): void => void leavings;
    const leavings = new Promise<Leavings>((resolve) => (leave = resolve));
    const outcomes = answerCalls({ ...answerDeps(world, 60), ledger: watched }, calls, { left, leave });
    return { outcomes, decided, left: leavings, loads: () => loads, writes: () => writes };
  }

  interface Overlap {
    /** How the first one ends, at first. */
    readonly end?: () => void;
    /** Takes the place of what the first one leaves. */
    readonly instead?: Partial<Leavings>;
    /** Happens when both are decided, and neither has written what others wait for. */
    readonly between?: () => Promise<unknown>;
  }

  /** Two batches; the second is begun and decided before the first may go on. */
  async function overlap(
    first: readonly ReservationCall[],
    second: readonly ReservationCall[],
    { end = () => undefined, instead = {}, between = async () => undefined }: Overlap = {},
  ): Promise<[Batch, Batch]> {
    const [elderGate, youngerGate] = [gate(), gate()];
    const elder = begin(first, null, () => elderGate.passed.then(end));
    const younger = begin(second, { ...(await elder.left), ...instead }, () => youngerGate.passed);
    await younger.decided;
    await between();
    elderGate.open();
    await Promise.allSettled([elder.outcomes]);
    youngerGate.open();
    await Promise.allSettled([younger.outcomes]);
    return [elder, younger];
  }

  it('begin with what the one before them leaves, and read nothing', async () => {
    await stock(world, 3);
    const [elder, younger] = await overlap(wishes(2), wishes(2));
    expect([await kinds(elder), await kinds(younger)]).toEqual([
      ['done', 'done'],
      ['done', 'refused'],
    ]);
    expect([elder.loads(), younger.loads()]).toEqual([1, 0]);
    expect(await kept()).toEqual({ held: 3, reserved: 0 });
  });

  it('leave what will be read once they are written', async () => {
    await stock(world, 9);
    await hold(1);
    const batch = begin([...wishes(2), call(wish(1, { ttlSeconds: 90 }))], null);
    await batch.outcomes;
    const { changed, loaded } = await batch.left;
    const { itemId } = await theItem();
    const read = await world.uow.run((tx) => world.ledger.load(tx, { ...noReferences, items: [itemId] }));
    expect([...changed.values()]).toEqual([...read.items.values()]);
    expect(loaded.listings).toEqual(read.listings);
  });

  it('are decided again where the one before them was stale', async () => {
    await stock(world, 3);
    const stale = () => {
      throw new StaleVersion('somebody was faster');
    };
    const [elder, younger] = await overlap(wishes(2), wishes(2), { end: stale });
    const all = [...(await kinds(elder)), ...(await kinds(younger))];
    expect(all.filter((kind) => kind === 'done')).toHaveLength(3);
    expect(await kept()).toEqual({ held: 3, reserved: 0 });
  });

  const fail = () => {
    throw new PermanentError('no');
  };

  it('are refused nothing for units that the one before them did not keep', async () => {
    await stock(world, 1);
    const [elder, younger] = await overlap(wishes(1), wishes(1), { end: fail });
    await expect(elder.outcomes).rejects.toThrow('no');
    expect(await kinds(younger)).toEqual(['done']);
  });

  /** The first is not kept, and somebody else's two units of two have the version that it would have had. */
  const inItsPlace = async (instead: Partial<Leavings>) => {
    await stock(world, 2);
    const [, younger] = await overlap(wishes(1), wishes(1), { end: fail, instead, between: () => hold(2) });
    return kinds(younger);
  };

  it('do not take the version of somebody else for that of the one before them', async () => {
    expect(await inItsPlace({})).toEqual(['refused']);
    expect(await kept()).toEqual({ held: 2, reserved: 0 });
  });

  it('would, and grant a unit twice, if they did not ask whether that one was kept', async () => {
    expect(await inItsPlace({ isKept: Promise.resolve(true) })).toEqual(['done']);
  });

  it('are decided again where somebody else came in between', async () => {
    await stock(world, 3);
    const elder = begin(wishes(1), null);
    await elder.outcomes;
    await hold(1);
    const younger = begin(wishes(2), await elder.left);
    expect(await kinds(younger)).toEqual(['done', 'refused']);
    expect(younger.loads()).toBe(1);
    expect(await kept()).toEqual({ held: 3, reserved: 0 });
  });

  it('give the answer of the one before them under its key', async () => {
    await stock(world, 3);
    const [same] = wishes(1);
    const elder = begin([same], null);
    const younger = begin([same, ...wishes(1)], await elder.left);
    expect((await younger.outcomes)[0]).toEqual((await elder.outcomes)[0]);
    expect(younger.writes()).toBe(1);
    expect(await kept()).toEqual({ held: 2, reserved: 0 });
  });

  it('read what the one before them did not have, and keep what it changed', async () => {
    await stock(world, 3);
    const id = await hold(1);
    const confirm = call({ kind: 'confirm', id, paid: true, reference: 'W-1' });
    const [elder, younger] = await overlap(wishes(1), [confirm, ...wishes(2)]);
    expect([await kinds(elder), await kinds(younger)]).toEqual([['done'], ['done', 'done', 'refused']]);
    expect([elder.loads(), younger.loads()]).toEqual([1, 1]);
    expect(await kept()).toEqual({ held: 2, reserved: 1 });
  });

  it('wait for the one before them where it changed the reservation that they are about', async () => {
    await stock(world, 1);
    const id = await hold(1);
    const elder = begin([call({ kind: 'extend', id, ttlSeconds: 90 })], null);
    const younger = begin([call({ kind: 'confirm', id, paid: true, reference: 'W-1' })], await elder.left);
    expect([await kinds(elder), await kinds(younger)]).toEqual([['done'], ['done']]);
    expect(await kept()).toEqual({ held: 0, reserved: 1 });
  });

  it('refuse nothing for want of units that are there again, though neither of them changed the item', async () => {
    await stock(world, 1);
    const id = await hold(1);
    const elder = begin(wishes(1), null);
    expect(await kinds(elder)).toEqual(['refused']);
    await release(id);
    const younger = begin(wishes(1), await elder.left);
    expect(await kinds(younger)).toEqual(['done']);
    expect([younger.loads(), younger.writes()]).toEqual([1, 2]);
  });

  it('leave nothing where they changed what is more than an item', async () => {
    await stock(world, 3);
    const id = await hold(1);
    const leave = jest.fn();
    const confirm = call({ kind: 'confirm', id, paid: true, reference: 'W-1' });
    const [outcome] = await answerCalls(answerDeps(world, 60), [confirm], { left: null, leave });
    expect(granted(outcome).state).toBe('confirmed');
    expect(leave).not.toHaveBeenCalled();
  });

  it('read anew after many of them, and when the shop has changed', async () => {
    await stock(world, 9);
    const [, afterMany] = await overlap(wishes(2), wishes(1), { instead: { batchesSinceRead: 16 } });
    expect([afterMany.loads(), (await afterMany.left).batchesSinceRead]).toEqual([1, 0]);
    const { shop } = await afterMany.left;
    const [, elsewhere] = await overlap(wishes(2), wishes(1), { instead: { shop: { ...shop } } });
    expect(elsewhere.loads()).toBe(1);
    expect(await kept()).toEqual({ held: 6, reserved: 0 });
    expect((await ask(wish(4))).kind).toBe('refused');
  });
}
