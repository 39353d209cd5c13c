import { availabilityChanged, type Envelope } from '@tillbridge/contracts';
import { emptyItem, levelAt, type ItemState } from '@tillbridge/stock-domain';
import { unreadTillMirror } from '@tillbridge/level-mirror';
import { checkLedger, type WrittenDown } from './ledger-check';

const item = (base: number): ItemState => ({
  ...emptyItem('item'),
  levels: [{ ...levelAt(emptyItem('item'), 'main'), mirror: { ...unreadTillMirror, base } }],
});
const entry = { itemId: 'item', location: 'main', causeId: 'fact', at: new Date(0), kind: 'opening' as const, held: 0 };
const movements = [
  { ...entry, gross: 5, reserved: 0, claim: 0 },
  { ...entry, gross: 0, reserved: 2, claim: 0 },
];
const sound: WrittenDown = { items: [item(5)], movements, told: [], tillLevel: () => 3 };
const invariantsOf = (written: WrittenDown) => checkLedger(written).map(({ invariant }) => invariant);
const told = (id: string): Envelope => {
  const [data] = availabilityChanged.examples;
  return { id, type: availabilityChanged.type, data } as unknown as Envelope;
};

describe('the check of what the core wrote down', () => {
  it('finds nothing where levels are the sums of their movements and the till shows what is left', () => {
    expect(checkLedger({ ...sound, told: [told('1'), told('1')] })).toEqual([]);
  });

  it.each<[string, Partial<WrittenDown>, readonly string[]]>([
    ['a level that its movements do not come to', { items: [item(6)] }, ['I2']],
    ['a till that shows something else', { tillLevel: () => 4 }, ['I8']],
    [
      'more promises than units',
      { movements: [...movements, { ...entry, gross: 0, reserved: 4, claim: 0 }], tillLevel: () => -1 },
      ['I1'],
    ],
    ['one version with two meanings', { told: [told('1'), told('2')] }, ['I6']],
    ['a movement without a cause', { movements: movements.map((each) => ({ ...each, causeId: '' })) }, ['I10', 'I10']],
  ])('finds %s', (_, broken, invariants) => {
    expect(invariantsOf({ ...sound, ...broken })).toEqual(invariants);
  });
});
