import type { EditOutcome, EditVerdict, WhyEdits } from '@tillbridge/stock-domain';
import { editRefusal } from './edit-answers';

const verdict = (outcome: EditOutcome): EditVerdict => ({ seq: 7, outcome, units: 1, adjustment: null });
const edits: WhyEdits = {
  seq: 7,
  missing: 0,
  since: null,
  settled: true,
  balance: 0,
  beingBooked: 0,
  toGiveBack: 1,
  onClaim: verdict('accepted'),
  onGiveBack: verdict('given back'),
};

describe('the words of a refusal', () => {
  it.each<[EditOutcome, string]>([
    ['dismissed', 'accepted'],
    ['kept', 'given back'],
  ])('name what was decided instead of "%s", not what was decided of other units', (outcome, instead) => {
    const refused = { kind: 'refused', why: 'decided otherwise', edits, locations: ['main'] } as const;
    expect(editRefusal(refused, { seq: 7, location: null, outcome })).toContain(`report 7 before (${instead});`);
  });
});
