import fc from 'fast-check';
import { arbitrate, type Contest } from './arbitrate';
import { accepted, claim, contest, rules } from './spec-contests';

const losers = (decided: Contest) => arbitrate(decided).map(({ order, units, reason }) => [order, units, reason]);

describe('who gives way when units are missing', () => {
  it('is the last in claim order: unpaid before paid, then by rank of the store, then by time', () => {
    const rivals = [claim('1'), claim('2', { channel: 'store-b' }), claim('3'), claim('4', { paid: false })];
    expect(losers(contest(3, ...rivals)).map(([order]) => order)).toEqual(['4', '2', '3']);
  });

  it('is ordered as the policy says', () => {
    const rivals = [claim('2', { paid: false }), claim('1', { channel: 'store-b' })];
    const byTime = { ...contest(1, ...rivals), rules: { ...rules, order: ['placedAt' as const] } };
    expect(losers(byTime)).toEqual([['2', 1, 'too late']]);
  });

  it('is never an accepted paid claim while a new one can give way, whatever their ranks', () => {
    expect(losers(contest(1, accepted('9', { channel: 'store-b' }), claim('1')))).toEqual([['1', 1, 'too late']]);
  });

  it('is an accepted paid claim when the units have left the shelf', () => {
    expect(losers(contest(1, accepted('1'), accepted('2')))).toEqual([['2', 1, 'gone']]);
  });

  it('is an accepted unpaid claim when a paid one wants the units, until it is paid', () => {
    const unpaid = accepted('1', { paid: false });
    expect(losers(contest(1, unpaid, claim('2')))).toEqual([['1', 1, 'unpaid']]);
    expect(losers(contest(1, { ...unpaid, paid: true }, claim('2')))).toEqual([['2', 1, 'too late']]);
  });

  it('is an accepted unpaid claim as gone, for more than the paid one gets', () => {
    const unpaid = [accepted('1', { paid: false, units: 3 }), accepted('2', { paid: false })];
    expect(losers(contest(3, ...unpaid, claim('9')))).toEqual([
      ['2', 1, 'unpaid'],
      ['1', 2, 'gone'],
    ]);
    expect(losers(contest(3, unpaid[0], claim('9')))).toEqual([
      ['1', 1, 'unpaid'],
      ['1', 2, 'gone'],
    ]);
  });

  it('is a new unpaid claim before an accepted unpaid one', () => {
    expect(losers(contest(1, accepted('2', { paid: false }), claim('1', { paid: false })))).toEqual([
      ['1', 1, 'too late'],
    ]);
  });

  describe('of units that may lie there all the same', () => {
    const doubted = (decided: Contest, mayBeThere: number) => losers({ ...decided, mayBeThere });

    it('is nobody whose claim was accepted, until what is missing exceeds them', () => {
      const three = ['1', '2', '3'].map((order) => accepted(order));
      expect(doubted(contest(2, ...three), 2)).toEqual([]);
      expect(doubted(contest(3, ...three), 2)).toEqual([['3', 1, 'gone']]);
    });

    it('is whoever comes now, as if they were gone', () => {
      expect(doubted(contest(1, accepted('1'), claim('2')), 1)).toEqual([['2', 1, 'too late']]);
    });

    const unpaid = ['1', '2', '3'].map((order) => accepted(order, { paid: false }));

    it('is no accepted unpaid claim as long as there are enough for whoever is paid, too', () => {
      expect(doubted(contest(1, unpaid[0]), 1)).toEqual([]);
      expect(doubted(contest(1, unpaid[0], claim('9')), 1)).toEqual([]);
      expect(doubted(contest(6, ...unpaid, claim('9')), 6)).toEqual([['9', 1, 'too late']]);
    });

    it('is of accepted unpaid claims what a paid one gets by it, and nothing more', () => {
      const rivals = [...unpaid, claim('9')];
      expect(doubted(contest(3, ...rivals), 2)).toEqual([['3', 1, 'unpaid']]);
    });
  });

  it('is what was added to an order before anything accepted, also where the order was paid', () => {
    const edited = claim('1', { units: 2, undecided: 1 });
    expect(losers(contest(1, accepted('9', { paid: false }), edited))).toEqual([['1', 1, 'too late']]);
  });
});

const contenders = fc.uniqueArray(
  fc.record({
    channel: fc.constantFrom('store-a', 'store-b', 'elsewhere'),
    order: fc.integer({ min: 1, max: 20 }).map(String),
    line: fc.constantFrom('1', '2'),
    paid: fc.boolean(),
    placedAt: fc.nat(3),
    units: fc.integer({ min: 1, max: 4 }),
    undecided: fc.nat(4),
  }),
  { maxLength: 8, selector: ({ channel, order, line }) => `${channel}/${order}/${line}` },
);
const contests = fc
  .tuple(fc.nat(20), contenders)
  .map(([missing, all]) =>
    contest(missing, ...all.map((each) => ({ ...each, undecided: Math.min(each.undecided, each.units) }))),
  );

describe('every contest', () => {
  it('has the same losers in whatever order the claims arrived', () => {
    fc.assert(
      fc.property(contests, fc.infiniteStream(fc.nat()), (decided, noise) => {
        const shuffled = decided.contenders
          .map((each) => ({ each, at: noise.next().value as number }))
          .sort((a, b) => a.at - b.at);
        expect(arbitrate({ ...decided, contenders: shuffled.map(({ each }) => each) })).toEqual(arbitrate(decided));
      }),
    );
  });

  it('gives up what is missing and not a unit more, and no claim more than it has', () => {
    fc.assert(
      fc.property(contests, (decided) => {
        const losses = arbitrate(decided);
        const all = decided.contenders.reduce((total, { units }) => total + units, 0);
        expect(losses.reduce((total, { units }) => total + units, 0)).toBe(Math.min(decided.missing, all));
        for (const each of decided.contenders) {
          const own = losses.filter(
            ({ channel, order, line }) => channel === each.channel && order === each.order && line === each.line,
          );
          expect(own.reduce((total, { units }) => total + units, 0)).toBeLessThanOrEqual(each.units);
        }
      }),
    );
  });

  it('takes nothing accepted and paid while anything else is left', () => {
    fc.assert(
      fc.property(contests, (decided) => {
        const yielding = decided.contenders.reduce(
          (total, { units, undecided, paid }) => total + (paid ? undecided : units),
          0,
        );
        const taken = arbitrate(decided).filter(({ order, channel, line, reason }) => {
          const each = decided.contenders.find(
            (other) => other.order === order && other.channel === channel && other.line === line,
          );
          return reason === 'gone' && each?.paid === true;
        });
        if (decided.missing <= yielding) expect(taken).toEqual([]);
      }),
    );
  });

  it('is decided the same again from what is kept of it', () => {
    fc.assert(
      fc.property(contests, (decided) => {
        expect(arbitrate(JSON.parse(JSON.stringify(decided)) as Contest)).toEqual(arbitrate(decided));
      }),
    );
  });
});
