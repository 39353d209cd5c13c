import type { Fulfilment } from './fulfilment';
import { planMoves } from './plan-moves';

const at = (id: string, location: string, ...lines: [line: string, remaining: number, shipped?: number][]) =>
  ({
    id,
    location,
    status: lines.every(([, remaining]) => remaining === 0) ? 'CLOSED' : 'OPEN',
    holds: [],
    lines: lines.map(([line, remaining, shipped = 0]) => {
      return { id: `${id}/${line}`, line, units: remaining + shipped, remaining };
    }),
  }) satisfies Fulfilment;
const short = (line: string, shortBy: number, moveTo: string | null = 'depot') => ({ line, shortBy, moveTo });
const planned = (...args: Parameters<typeof planMoves>) => {
  const plan = planMoves(...args);
  if (!plan.possible) return plan.reason;
  return plan.moves.map(({ fulfilment, to, parts }) => [fulfilment.id, to, parts]);
};

describe('what has to be moved', () => {
  it('is all that is left of a fulfilment order, where every line of it is short', () => {
    expect(planned([short('1', 2), short('2', 1)], [at('f', 'soho', ['1', 2], ['2', 1])])).toEqual([
      ['f', 'depot', null],
    ]);
  });

  it('is the short line alone, where there are others', () => {
    expect(planned([short('1', 2)], [at('f', 'soho', ['1', 2], ['2', 1])])).toEqual([
      ['f', 'depot', [{ id: 'f/1', quantity: 2 }]],
    ]);
  });

  it('goes to a place per line', () => {
    const lines = [short('1', 2), short('2', 1, 'shed')];
    expect(planned(lines, [at('f', 'soho', ['1', 2], ['2', 1])])).toEqual([
      ['f', 'depot', [{ id: 'f/1', quantity: 2 }]],
      ['f', 'shed', [{ id: 'f/2', quantity: 1 }]],
    ]);
  });

  it('leaves where it is the line that no place has the units for, and names it', () => {
    const plan = planMoves([short('1', 2), short('2', 1, null)], [at('f', 'soho', ['1', 2], ['2', 1])]);
    expect(plan).toMatchObject({ staying: ['2'], moves: [{ to: 'depot', parts: [{ id: 'f/1', quantity: 2 }] }] });
  });

  it('is what of a split line is not there yet', () => {
    expect(planned([short('1', 3)], [at('f', 'soho', ['1', 2]), at('g', 'depot', ['1', 1])])).toEqual([
      ['f', 'depot', null],
    ]);
  });

  it('is nothing once the line is there, shipped or not', () => {
    expect(planned([short('1', 2)], [at('f', 'soho', ['2', 1]), at('g', 'depot', ['1', 1, 1])])).toEqual([]);
  });

  it('is less than was short, where the customer wants fewer by now', () => {
    expect(planned([short('1', 3)], [at('f', 'soho', ['1', 1])])).toEqual([['f', 'depot', null]]);
  });

  it.each([
    ['without another place', [short('1', 2, null)], [at('f', 'soho', ['1', 2])], 'there is no other place for line 1'],
    [
      'where none has another place',
      [short('1', 2, null), short('2', 1, null)],
      [at('f', 'soho', ['1', 2], ['2', 1])],
      'there is no other place for lines 1, 2',
    ],
    [
      'of which there are units for a part, although another line has no place at all',
      [short('1', 1), short('2', 1, null)],
      [at('f', 'soho', ['1', 2], ['2', 1])],
      'line 1 is short by 1 of 2, and part of a line is not moved',
    ],
    [
      'of which there are units for a part',
      [short('1', 1)],
      [at('f', 'soho', ['1', 2])],
      'line 1 is short by 1 of 2, and part of a line is not moved',
    ],
    [
      'of which a part has shipped',
      [short('1', 1)],
      [at('e', 'soho', ['1', 0, 2]), at('f', 'soho', ['1', 1])],
      '2 of the units of line 1 have shipped from where it was',
    ],
    [
      'that is in no fulfilment order',
      [short('9', 1)],
      [at('f', 'soho', ['1', 1])],
      'nothing of these lines is to be shipped',
    ],
  ])('is never a line %s', (_what, lines, fulfilment, reason) => {
    expect(planned(lines, fulfilment)).toBe(reason);
  });

  it('counts nothing that was cancelled', () => {
    const cancelled = { ...at('e', 'soho', ['1', 2]), status: 'CANCELLED' };
    expect(planned([short('1', 2)], [cancelled, at('f', 'depot', ['1', 2])])).toEqual([]);
  });
});
