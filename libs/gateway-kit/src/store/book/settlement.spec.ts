import {
  concludeEdit,
  openPush,
  readToken,
  seeStoreFacts,
  settlePush,
  takeStoreRead,
  type StoreMirror,
} from '@tillbridge/level-mirror';
import fc from 'fast-check';
import { relinked } from '../catalogue/open-levels';
import { newStoreLevel, nextPush, settled, want, type StoreLevel } from './store-level';

const at = new Date('2026-11-23T10:00:00Z');
const blank = newStoreLevel({ channel: 'store-a', externalId: 'v1', storeLocation: 'l1' });

/** A store with people in it, its gateway's row, and a core that hears of orders and units put back some time later. */
class Course {
  shows = 5;
  unseen = { ordered: 0, restocked: 0 };
  level: StoreLevel = { ...blank, itemId: 'item', levelRef: 'ref' };
  core = { ordered: 0, restocked: 0 };
  /** Units added by hand: not read yet, or read and not told of yet. */
  added = { unread: 0, untold: 0 };
  private issued: { version: number; raiseTo: number; restocked: number }[] = [];

  constructor() {
    this.read();
    this.want(5);
  }

  buy(): void {
    if (this.shows <= 0) return;
    this.shows -= 1;
    this.unseen.ordered += 1;
  }

  /** An order is cancelled, or its line moved away: of both its gateway hears that the unit was put back. */
  putBack(): void {
    const { ordered, restocked } = this.level.mirror;
    if (restocked + this.unseen.restocked >= ordered) return;
    this.shows += 1;
    this.unseen.restocked += 1;
  }

  /** A line is moved here: nobody asks whether anything is left. */
  moveHere(): void {
    this.shows -= 1;
    this.unseen.ordered += 1;
  }

  edit(units: number): void {
    this.shows += units;
    this.added.unread += Math.max(0, units);
  }

  see(what: 'ordered' | 'restocked'): void {
    if (this.unseen[what] === 0) return;
    this.unseen[what] -= 1;
    this.change((mirror) => seeStoreFacts(mirror, { ordered: 0, restocked: 0, [what]: 1 }));
  }

  /** Two copies of orders come in one batch. */
  seeBoth(): void {
    if (this.unseen.ordered === 0 || this.unseen.restocked === 0) return;
    this.unseen = { ordered: this.unseen.ordered - 1, restocked: this.unseen.restocked - 1 };
    this.change((mirror) => seeStoreFacts(mirror, { ordered: 1, restocked: 1 }));
  }

  hear(what: 'ordered' | 'restocked'): void {
    if (this.core[what] < this.level.mirror[what]) this.core[what] += 1;
  }

  read(): void {
    if (this.level.mirror.open) return;
    // An order not seen yet may hide an added unit from the read.
    const isPlain = this.unseen.ordered + this.unseen.restocked === 0;
    if (isPlain) this.added = { unread: 0, untold: this.added.untold + this.added.unread };
    this.change((mirror) => takeStoreRead(mirror, { token: readToken(mirror), level: this.shows }));
  }

  concludeMissing(): void {
    const { residual, dirty, open } = this.level.mirror;
    if (residual < 0 && !dirty && open === null) this.change((mirror) => concludeEdit(mirror, residual));
  }

  concludeSurplus(): void {
    const { residual, dirty, open } = this.level.mirror;
    if (residual > 0 && !dirty && open === null) this.change((mirror) => concludeEdit(mirror, residual));
  }

  want(lowerTo: number, less = 0): void {
    const raiseTo = Math.max(0, lowerTo - less);
    const version = (this.level.desired?.version ?? 0) + 1;
    const { claim, edits } = this.level.mirror;
    const counted = { ordersSeen: this.core.ordered, claim, edits };
    this.issued.push({ version, raiseTo, restocked: this.core.restocked });
    this.take(want(this.level, { lowerTo, raiseTo, version, dealt: false, counted }));
  }

  send(): void {
    const next = nextPush(this.level);
    if (!next.push) return;
    const { from, to } = next;
    this.change((mirror) => openPush(mirror, { key: 'k', from, to, version: this.level.desired!.version }));
  }

  answer(): void {
    const { open } = this.level.mirror;
    if (!open) return;
    const takes = open.to < open.from || this.shows === open.from;
    if (takes) this.shows += open.to - open.from;
    this.change((mirror) => settlePush(mirror, takes ? 'applied' : 'refused'));
  }

  /** What the store can sell at most, as the core works it out from what it was told. */
  bound(withMissing = true): number {
    const { told, settledVersion } = this.level;
    if (!told) return Infinity;
    const spare = withMissing ? told.missing : 0;
    const sold = Math.max(0, this.core.ordered - told.ordersSeen - spare);
    const back = Math.max(0, this.core.restocked - told.restocksSeen);
    const newer = this.issued
      .filter(({ version }) => version > settledVersion)
      .map(({ raiseTo, restocked }) => raiseTo + this.core.restocked - restocked);
    return Math.max(told.shown - sold + back, ...newer);
  }

  /** What the store can sell now, or once a raise that has left takes effect. */
  get sellable(): number {
    const { open } = this.level.mirror;
    return open && this.shows === open.from ? Math.max(this.shows, open.to) : this.shows;
  }

  /** What the bound cannot know: units put back that the core has not heard of, and edits that were not told of yet. */
  get unknown(): number {
    const { restocked } = this.level.mirror;
    return this.unseen.restocked + restocked - this.core.restocked + this.added.unread + this.added.untold;
  }

  private change(change: (mirror: StoreMirror) => StoreMirror): void {
    this.take({ ...this.level, mirror: change(this.level.mirror) });
  }

  private take(level: StoreLevel): void {
    const before = this.level.toldSeq;
    this.level = settled(level, at);
    if (this.level.toldSeq > before) this.added.untold = 0;
  }
}

type Step = (course: Course) => void;
const steps: Record<string, Step> = {
  buy: (course) => course.buy(),
  putBack: (course) => course.putBack(),
  moveHere: (course) => course.moveHere(),
  takeAway: (course) => course.edit(-1),
  add: (course) => course.edit(1),
  seeOrder: (course) => course.see('ordered'),
  seeRestock: (course) => course.see('restocked'),
  seeBoth: (course) => course.seeBoth(),
  hearOrder: (course) => course.hear('ordered'),
  hearRestock: (course) => course.hear('restocked'),
  read: (course) => course.read(),
  concludeMissing: (course) => course.concludeMissing(),
  concludeSurplus: (course) => course.concludeSurplus(),
  send: (course) => course.send(),
  answer: (course) => course.answer(),
  want1: (course) => course.want(1),
  want3: (course) => course.want(3),
  want6: (course) => course.want(6, 1),
  want7: (course) => course.want(7),
};
/** What happens often: a course in which nothing ever settles says nothing. */
const often = ['buy', 'read', 'seeOrder', 'hearOrder', 'send', 'answer'];
const coursesOf = (names: readonly string[]) =>
  fc.array(fc.constantFrom(...names, ...often, ...often), { minLength: 1, maxLength: 40 });
const courses = coursesOf(Object.keys(steps));
/** Without what the bound cannot know. */
const plainCourses = coursesOf(Object.keys(steps).filter((name) => !['putBack', 'add'].includes(name)));

function run(names: readonly string[], course = new Course(), check?: (course: Course) => void): Course {
  for (const name of names) {
    steps[name]!(course);
    check?.(course);
  }
  return course;
}

const holds = (course: Course) => expect(course.sellable).toBeLessThanOrEqual(course.bound() + course.unknown);

describe('what the core is told of a settled level', () => {
  it('bounds what the store can sell, whatever happens there and however late the core hears of it', () => {
    for (const some of [courses, plainCourses])
      fc.assert(
        fc.property(some, (names) => void run(names, new Course(), holds)),
        { numRuns: 3000 },
      );
  });

  it('would not, if an order that explains missing units were taken off as well', () => {
    const course = run(['buy', 'read', 'want3', 'send', 'answer', 'seeOrder', 'hearOrder']);
    expect(course.shows).toBe(3);
    expect([course.bound(), course.bound(false)]).toEqual([3, 2]);
  });

  it('is never told while a push is open, a read is needed or a push is wanted', () => {
    fc.assert(
      fc.property(courses, (names) => {
        const course = new Course();
        let seq = course.level.toldSeq;
        run(names, course, ({ level }) => {
          if (level.toldSeq === seq) return;
          seq = level.toldSeq;
          expect([level.mirror.open, level.mirror.dirty, nextPush(level).push]).toEqual([null, false, false]);
          expect(level.settledVersion).toBe(level.desired!.version);
          expect(level.told!.shown).toBeGreaterThanOrEqual(0);
        });
      }),
    );
  });

  it('includes what is unexplained', () => {
    const { level } = run(['takeAway', 'read', 'want3', 'send', 'answer']);
    expect(level.told).toEqual({ shown: 3, ordersSeen: 0, restocksSeen: 0, missing: 1 });
  });

  it('waits for a number that has counted what is missing, if this one could still raise the level', () => {
    const course = run(['takeAway', 'want7', 'send', 'answer', 'read', 'send', 'answer']);
    expect(course.shows).toBe(6);
    expect(nextPush(course.level)).toEqual({ push: false });
    expect(course.level).toMatchObject({ settledVersion: 1, told: { shown: 5 } });
    course.want(6);
    expect(course.level).toMatchObject({ settledVersion: 3, told: { shown: 6, missing: 1 } });
  });

  it('bounds a level that is raised for the same number once an edit turns out to have been an order', () => {
    const edited = ['buy', 'want7', 'send', 'answer', 'read', 'send', 'answer', 'concludeMissing'];
    const explained = ['seeOrder', 'read', 'send', 'answer', 'concludeSurplus', 'send', 'answer', 'hearOrder'];
    const course = run([...edited, ...explained], new Course(), holds);
    expect(course.level).toMatchObject({ settledVersion: 2, told: { shown: 6, missing: 0, ordersSeen: 1 } });
  });

  it('is told again for an order while units are missing, or the bound would stay too high', () => {
    const course = run(['takeAway', 'read', 'want3', 'send', 'answer', 'buy', 'seeOrder', 'read', 'hearOrder']);
    expect([course.shows, course.bound()]).toEqual([2, 2]);
  });

  it('is told again at the same version when a read shows another level', () => {
    const course = new Course();
    course.want(6, 2);
    run(['takeAway', 'read'], course);
    expect(course.level).toMatchObject({ settledVersion: 2, told: { shown: 4, missing: 1 }, toldSeq: 3 });
    run(['add', 'read'], course);
    expect(course.level).toMatchObject({ settledVersion: 2, told: { shown: 5, missing: 0 }, toldSeq: 4 });
  });

  it('is told again once added units have been taken off, for the same number', () => {
    const { level } = run(['takeAway', 'read', 'want3', 'send', 'answer', 'add', 'read', 'send', 'answer']);
    expect(level).toMatchObject({ settledVersion: 2, told: { shown: 3, missing: 0 } });
  });

  it('is not told again for orders and units put back, which the core hears of anyway', () => {
    const course = new Course();
    const { toldSeq } = course.level;
    run(['buy', 'seeOrder', 'putBack', 'seeRestock', 'read'], course);
    expect(course.level.toldSeq).toBe(toldSeq);
    expect(course.level.mirror).toMatchObject({ ordered: 1, restocked: 1 });
  });

  it('begins anew, under a higher number, when the listing is linked to another item', () => {
    const { level } = new Course();
    const other = relinked(level, 'other');
    expect(other).toMatchObject({ told: null, toldSeq: level.toldSeq, settledVersion: 0 });
  });
});
