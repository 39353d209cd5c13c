import fc from 'fast-check';
import { arbitrate, replays, type Contender, type Contest } from './arbitrate';
import { asAsked, type ContestOutcome } from './contest-outcome';
import { accepted, claim, contest, rules } from './spec-contests';
import { verdictOn } from './verdict';

const said = (decided: Contest, order: string) => {
  const { channel } = decided.contenders.find((each) => each.order === order) as Contender;
  return verdictOn(decided, asAsked(decided, arbitrate(decided)), { channel, order });
};

describe('what a person is told of a contest', () => {
  it('names everything that put the winner before somebody', () => {
    const decided = contest(2, claim('3'), claim('2', { paid: false }), claim('1', { channel: 'store-b' }));
    expect(said(decided, '3')).toBe('won because it was paid, and store-a ranks before store-b');
    expect(said(decided, '2')).toBe('lost 1 because it was not paid');
    expect(said(decided, '1')).toBe('lost 1 because store-b ranks after store-a');
  });

  it('says who was earlier, and falls back on ids', () => {
    const decided = contest(2, claim('1'), claim('2'), claim('3', { placedAt: 1_000 }));
    expect(said(decided, '1')).toBe('won because it was placed earlier, and its id comes first');
    expect(said(decided, '2')).toBe('lost 1 because it was placed later');
    expect(said(decided, '3')).toBe('lost 1 because its id comes after');
  });

  it('says that what is accepted stays, whatever its rank', () => {
    const decided = contest(1, accepted('9', { channel: 'store-b' }), claim('1'));
    expect(said(decided, '9')).toBe('won because it had been accepted before the others came');
    expect(said(decided, '1')).toBe('lost 1 because others had been accepted before it came');
  });

  it('says that an accepted order had to yield because it was not paid', () => {
    const decided = contest(1, accepted('1', { paid: false }), claim('2', { channel: 'store-b' }));
    expect(said(decided, '1')).toBe('lost 1 because it was not paid');
    expect(said(decided, '2')).toBe('won because it was paid');
  });

  it('says that an addition to an accepted order yields', () => {
    const decided = contest(1, claim('1', { units: 2 }), claim('2', { channel: 'store-b' }));
    expect(said(decided, '1')).toBe('lost 1 of 2 because it was added to an accepted order, and that yields first');
    expect(said(decided, '2')).toBe('won because what is added to an accepted order yields first');
  });

  it('says that the units had left the shelf, and why this order of those that had them', () => {
    const decided = contest(1, accepted('1'), accepted('2'));
    expect(said(decided, '2')).toBe('lost 1 because the units had left the shelf, and it was placed later');
    expect(said(contest(1, accepted('1')), '1')).toBe('lost 1 because the units had left the shelf');
  });

  it('says how many there were when an order asked for more, and nobody else had a part in it', () => {
    expect(said(contest(2, claim('1', { units: 3, undecided: 3 })), '1')).toBe('lost 2 of 3 because only 1 was there');
    expect(said(contest(1, claim('1', { units: 3, undecided: 3 })), '1')).toBe('lost 1 of 3 because only 2 were there');
    expect(said(contest(1, claim('1')), '1')).toBe('lost 1 because none were left');
  });

  it('takes two lines of an order for one claim on their sum', () => {
    const decided = contest(1, claim('1'), claim('1', { line: '2' }));
    expect(said(decided, '1')).toBe('lost 1 of 2 because only 1 was there');
  });

  describe('that asked for more than anybody lost', () => {
    const decided = contest(2, claim('1', { units: 2, undecided: 2 }), claim('2'), claim('3'));
    const asked = { channel: 'store-a', line: '1', units: 1, reason: 'too late' as const };
    const outcome = (order: string, more: Partial<ContestOutcome>): ContestOutcome => ({
      ...{ ...asked, order, location: 'main', short: 0, moved: null, servedFrom: [] },
      ...more,
    });
    const told = (order: string, ...outcomes: ContestOutcome[]) =>
      verdictOn(decided, outcomes, { channel: 'store-a', order });

    it('says that who was not asked after all lost nothing', () => {
      const moved = outcome('3', { servedFrom: [{ location: 'depot', units: 2 }] });
      expect(told('2', moved)).toBe('won because it was placed earlier');
      expect(told('3', moved)).toBe('lost nothing: 2 are served from depot instead, because it was placed later');
    });

    it('counts what is short, and what its store is to move, as lost', () => {
      expect(told('3', outcome('3', { short: 1 }))).toBe('lost 1 because it was placed later');
      expect(told('3', outcome('3', { moved: { units: 1, to: '3' } }))).toBe('lost 1 because it was placed later');
    });

    it('says of a part that is served from elsewhere only that the rest was lost', () => {
      const both = outcome('1', { units: 2, short: 1, servedFrom: [{ location: 'depot', units: 1 }] });
      expect(told('1', both)).toMatch(/^lost 1 of 2 because /);
    });
  });

  it('follows the order of claims that the contest was decided by, not the one in force', () => {
    const decided = contest(1, claim('2'), claim('1', { channel: 'store-b' }));
    const byTime = { ...decided, rules: { ...rules, order: ['placedAt' as const] } };
    expect(said(decided, '2')).toBe('won because store-a ranks before store-b');
    expect(said(byTime, '2')).toBe('lost 1 because it was placed later');
  });
});

const contenders = fc.uniqueArray(
  fc.record({
    channel: fc.constantFrom('store-a', 'store-b'),
    order: fc.integer({ min: 1, max: 9 }).map(String),
    line: fc.constantFrom('1', '2'),
    paid: fc.boolean(),
    placedAt: fc.nat(3),
    units: fc.integer({ min: 1, max: 3 }),
    undecided: fc.nat(3),
  }),
  { minLength: 1, maxLength: 6, selector: ({ channel, order, line }) => `${channel}/${order}/${line}` },
);
const contests = fc
  .tuple(fc.nat(12), contenders)
  .map(([missing, all]) =>
    contest(missing, ...all.map((each) => ({ ...each, undecided: Math.min(each.undecided, each.units) }))),
  );

describe('every verdict', () => {
  it('counts the units that were lost, and gives a reason for them', () => {
    fc.assert(
      fc.property(contests, (decided) => {
        const losses = arbitrate(decided);
        for (const { channel, order } of decided.contenders) {
          const own = losses.filter((loss) => loss.channel === channel && loss.order === order);
          const lost = own.reduce((total, { units }) => total + units, 0);
          const sentence = verdictOn(decided, asAsked(decided, losses), { channel, order });
          if (losses.length === 0) expect(sentence).toBe('won: nobody had to give up anything');
          else
            expect(sentence).toMatch(
              lost === 0 ? /^won because \S/ : new RegExp(`^lost ${lost}( of \\d+)? because \\S`),
            );
        }
      }),
    );
  });
});

describe('a kept contest', () => {
  const decided = contest(1, claim('1'), claim('2', { paid: false }));

  it('is known by its losses to be decided the same again', () => {
    expect(replays(decided, arbitrate(decided))).toBe(true);
    expect(replays(JSON.parse(JSON.stringify(decided)) as Contest, arbitrate(decided))).toBe(true);
  });

  it('is found out when somebody changed it, or what came of it', () => {
    expect(replays({ ...decided, missing: 2 }, arbitrate(decided))).toBe(false);
    expect(replays(decided, [{ ...arbitrate(decided)[0], order: '1' }])).toBe(false);
    expect(replays(decided, [])).toBe(false);
  });
});
