import fc from 'fast-check';
import { mayStillRaise, planPush, type Desired } from './plan-push';
import {
  concludableEdit,
  concludeEdit,
  doubtStore,
  expectedAtStore,
  openPush,
  readToken,
  seeStoreFacts,
  settlePush,
  shownAtStore,
  takeStoreRead,
  unreadStoreMirror,
  type StoreMirror,
} from './store-mirror';

const read = (mirror: StoreMirror, level: number): StoreMirror =>
  takeStoreRead(mirror, { token: readToken(mirror), level });
const base = (level: number): StoreMirror => read(unreadStoreMirror, level);
const order = (mirror: StoreMirror, units = 1): StoreMirror => seeStoreFacts(mirror, { ordered: units, restocked: 0 });
const restock = (mirror: StoreMirror, units = 1): StoreMirror =>
  seeStoreFacts(mirror, { ordered: 0, restocked: units });
const wanted = (value: number, more: Partial<Desired['counted']> = {}, raiseTo = value): Desired => ({
  lowerTo: value,
  raiseTo,
  version: 1,
  dealt: false,
  counted: { ordersSeen: 0, claim: 0, edits: 0, ...more },
});
const pushing = (mirror: StoreMirror, to: number): StoreMirror =>
  openPush(mirror, { key: 'k', from: shownAtStore(mirror) as number, to, version: 1 });

/** All that a conclusion asks for. */
const evidence = {
  now: 100_000,
  readRequestedAt: 10_000,
  ordersPollStartedAt: 20_000,
  settleMs: 30_000,
  searchLagMs: 5_000,
  committed: 0,
  knownUnfulfilled: 0,
};

describe('a lowering', () => {
  const read = takeStoreRead(unreadStoreMirror, { token: 0, level: 5 });
  const pushed = (from: number, to: number, mirror = read) =>
    settlePush(openPush(mirror, { key: 'k', from, to, version: 1 }), 'applied');

  it('leaves open what is left until a read that was asked for after it', () => {
    expect([read.lowered, pushed(5, 7).lowered, pushed(5, 3).lowered]).toEqual([false, false, true]);
    expect(pushed(3, 4, pushed(5, 3)).lowered).toBe(true);
    const late = takeStoreRead(pushed(5, 3), { token: readToken(read), level: 3 });
    expect(late.lowered).toBe(true);
    expect(takeStoreRead(late, { token: readToken(late), level: 3 }).lowered).toBe(false);
    // Less than nothing may hide an order and a restock that cancel out.
    expect([0, -1].map((level) => takeStoreRead(late, { token: readToken(late), level }).lowered)).toEqual([
      false,
      true,
    ]);
    expect(base(-1).lowered).toBe(true);
  });
});

describe('the mirror of a store level', () => {
  it('pushes nothing before the first read', () => {
    expect(planPush(unreadStoreMirror, wanted(5))).toEqual({ push: false });
  });

  it('pushes the difference and nothing when the store already shows what is wanted', () => {
    expect(planPush(base(3), wanted(5))).toEqual({ push: true, from: 3, to: 5 });
    expect(planPush(base(5), wanted(5))).toEqual({ push: false });
  });

  it('knows whether the same wanted number may raise it yet, once missing units are explained', () => {
    const short = read(base(5), 4);
    expect(planPush(short, wanted(5))).toEqual({ push: false });
    expect(mayStillRaise(short, wanted(5))).toBe(true);
    expect(mayStillRaise(short, wanted(4, { claim: 1 }))).toBe(false);
    expect(mayStillRaise(read(order(short), 4), wanted(5))).toBe(false);
    expect(mayStillRaise(unreadStoreMirror, wanted(0))).toBe(true);
  });

  it('sends nothing between what it may be lowered to and what it may be raised to', () => {
    expect(planPush(base(4), wanted(5, {}, 3))).toEqual({ push: false });
    expect(planPush(base(6), wanted(5, {}, 3))).toEqual({ push: true, from: 6, to: 5 });
    expect(planPush(base(2), wanted(5, {}, 3))).toEqual({ push: true, from: 2, to: 3 });
  });

  // Protocol Q2, "seen by gateway, not yet in desired": the sold unit must not be listed again.
  it('takes an order off that the wanted number has not counted', () => {
    expect(planPush(order(base(1)), wanted(1))).toEqual({ push: false });
    expect(planPush(order(base(1)), wanted(1, { ordersSeen: 1 }))).toEqual({ push: true, from: 0, to: 1 });
  });

  it('adds nothing for a restock that the wanted number has not counted', () => {
    expect(planPush(restock(order(base(2))), wanted(1, { ordersSeen: 1 }))).toEqual({ push: true, from: 2, to: 1 });
  });

  // Both sums only rise (docs/adr/0020): what is left of them, ordered less put back, would be as the wanted number has it.
  it('takes an uncounted order off though an order that was counted has been put back since', () => {
    const cancelled = restock(order(base(2)));
    const lowered = settlePush(pushing(cancelled, 1), 'applied');
    expect(planPush(order(lowered), wanted(1, { ordersSeen: 1 }))).toEqual({ push: false });
  });

  // Protocol Q2, "adopt after STALE": an unexplained read is never a starting point for a raise.
  it('keeps an unexplained lowering as a claim and takes it off what is wanted', () => {
    const seen = read(doubtStore(base(3)), 2);
    expect(seen).toMatchObject({ residual: -1, claim: 1 });
    expect(planPush(seen, wanted(3))).toEqual({ push: false });
  });

  it('lets the claim go when the order that explains it arrives, after reading again', () => {
    const late = order(read(doubtStore(base(3)), 2));
    expect(late.dirty).toBe(true);
    expect(planPush(late, wanted(3))).toEqual({ push: false });
    const again = read(late, 2);
    expect(again).toMatchObject({ residual: 0, claim: 0, dirty: false });
    expect(expectedAtStore(again)).toBe(2);
  });

  it('lowers an unexplained raise at once and raises nothing from it', () => {
    const edited = read(doubtStore(base(2)), 5);
    expect(edited).toMatchObject({ residual: 3, claim: 0 });
    expect(planPush(edited, wanted(2))).toEqual({ push: true, from: 5, to: 2 });
  });

  // Protocol Q2, "success sets confirmed := to": a cancellation learned in flight must not be forgotten.
  it('adds the difference of an applied push instead of assigning its target', () => {
    const applied = settlePush(restock(pushing(base(0), 1)), 'applied');
    expect(shownAtStore(applied)).toBe(2);
  });

  it('reads again after a stale compare before it pushes anything', () => {
    const stale = settlePush(pushing(base(2), 1), 'refused');
    expect(planPush(stale, wanted(1))).toEqual({ push: false });
    expect(planPush(read(stale, 1), wanted(1, { claim: 1 }))).toEqual({ push: false });
  });

  // Otherwise a stream of orders, each of which spoils the read that was asked for, keeps the row from being lowered.
  it('pushes again without a read once the order that a refused push had missed is seen', () => {
    const stale = settlePush(pushing(base(3), 1), 'refused');
    expect(planPush(order(stale), wanted(1, { ordersSeen: 1 }))).toEqual({ push: true, from: 2, to: 1 });
  });

  it('waits for the read when an order is seen while units are missing without explanation', () => {
    const missing = read(doubtStore(base(3)), 2);
    expect(planPush(order(missing), wanted(1, { ordersSeen: 1 }))).toEqual({ push: false });
  });

  it('discards a read when a fact came between request and answer, or a push is open', () => {
    const before = base(3);
    const token = readToken(before);
    const meanwhile = order(before);
    expect(takeStoreRead(meanwhile, { token, level: 3 })).toBe(meanwhile);
    const open = pushing(before, 1);
    expect(takeStoreRead(open, { token: readToken(open), level: 1 })).toBe(open);
  });

  it('refuses to open a second push, or one while the row is dirty', () => {
    expect(() => pushing(pushing(base(3), 1), 0)).toThrow('already open');
    expect(() => pushing(doubtStore(base(3)), 1)).toThrow('dirty');
  });

  it('plans nothing while the answer to a push is not known', () => {
    expect(planPush(pushing(base(3), 1), wanted(0))).toEqual({ push: false });
    expect(planPush(settlePush(pushing(base(3), 1), 'applied'), wanted(0))).toEqual({ push: true, from: 1, to: 0 });
  });

  it('concludes nothing while the level is in doubt, or a push may be what it shows', () => {
    const edited = read(doubtStore(base(2)), 5);
    expect([doubtStore(edited), pushing(edited, 2)].map((mirror) => concludableEdit(mirror, evidence))).toEqual([0, 0]);
  });

  it('concludes a raise as an edit only with a complete orders poll that started after the read', () => {
    const edited = read(doubtStore(base(2)), 5);
    expect(concludableEdit(edited, evidence)).toBe(3);
    expect(concludableEdit(edited, { ...evidence, ordersPollStartedAt: 9_000 })).toBe(0);
    expect(concludableEdit(edited, { ...evidence, ordersPollStartedAt: null })).toBe(0);
    expect(concludableEdit(edited, { ...evidence, now: 30_000 })).toBe(0);
    expect(concludableEdit(edited, { ...evidence, committed: 1 })).toBe(0);
    expect(concludableEdit(read(doubtStore(base(2)), 1), evidence)).toBe(0);
    expect(concludeEdit(edited, 3)).toMatchObject({ edits: 3, residual: 0 });
  });

  // Q3, rule 5: what was taken for an edit was a cancellation that had not been seen yet.
  it('takes an edit back, on the same evidence, once the late fact behind it has come', () => {
    const edited = concludeEdit(read(doubtStore(base(2)), 3), 1);
    const late = read(seeStoreFacts(edited, { ordered: 0, restocked: 1 }), 3);
    expect(late).toMatchObject({ residual: -1, claim: 1, edits: 1 });
    expect(concludableEdit(late, { ...evidence, ordersPollStartedAt: null })).toBe(0);
    expect(concludableEdit(late, evidence)).toBe(-1);
    expect(concludeEdit(late, -1)).toMatchObject({ residual: 0, claim: 0, edits: 0 });
  });

  it('takes no more back than was booked: what else is missing stays a claim', () => {
    const edited = concludeEdit(read(doubtStore(base(4)), 5), 1);
    const lost = read(doubtStore(edited), 2);
    expect(concludableEdit(lost, evidence)).toBe(-1);
    expect(concludeEdit(lost, -1)).toMatchObject({ residual: -2, claim: 2, edits: 0 });
  });

  it('is the same whatever order its facts arrive in', () => {
    const facts = fc.array(fc.record({ ordered: fc.nat(3), restocked: fc.nat(3) }), { maxLength: 8 });
    fc.assert(
      fc.property(facts, fc.nat(20), (list, level) => {
        const forward = list.reduce(seeStoreFacts, base(level));
        const backward = [...list].reverse().reduce(seeStoreFacts, base(level));
        expect(expectedAtStore(forward)).toBe(expectedAtStore(backward));
      }),
    );
  });

  it('never pushes above what is wanted, whatever it has seen', () => {
    fc.assert(
      fc.property(fc.nat(20), fc.nat(5), fc.integer({ min: -5, max: 5 }), fc.nat(20), (level, orders, edit, want) => {
        const seen = order(base(level), orders);
        const shown = read(doubtStore(seen), level - orders + edit);
        const plan = planPush(shown, wanted(want));
        expect(plan.push ? plan.to : 0).toBeLessThanOrEqual(want);
      }),
    );
  });
});
