import { alertText, type ShortOrder } from './alert-text';

const short: ShortOrder = {
  channel: 'store-a',
  order: '5551',
  orderName: '#1015',
  decision: 1,
  resolution: 'hold',
  reason: 'the units set aside for it left the shelf before it could be served',
  lines: [{ line: '9001', sku: 'TEE-M', title: 'Tee, medium', units: 1, moveTo: null }],
  outcome: null,
  detail: null,
};

describe('the words of an alert about a short order', () => {
  it('name order, store, item and units, why it is so, and what to do while the store has not answered', () => {
    expect(alertText(short)).toEqual({
      subject: 'Order #1015 (store-a) is short: 1 × TEE-M',
      cause: '1 × TEE-M (Tee, medium) is missing: the units set aside for it left the shelf before it could be served.',
      action:
        'store-a was asked to hold the order and has not confirmed it yet. Open order #1015 in store-a and see whether it is done; pack nothing of it until it is.',
    });
  });

  it.each<[ShortOrder['resolution'], string]>([
    ['hold', 'store-a was asked to hold the order and'],
    ['backorder', 'store-a was asked to keep the order as a backorder and'],
    ['cancel', 'store-a was asked to cancel the order and'],
    ['move', 'store-a was asked to serve from another location what is missing, and to hold what no location has and'],
  ])('say what the store was asked for by the policy "%s"', (resolution, words) => {
    expect(alertText({ ...short, resolution }).action).toContain(words);
  });

  it.each<[NonNullable<ShortOrder['outcome']>, string]>([
    ['held', 'store-a holds the order. Look for the units elsewhere'],
    ['backordered', 'store-a keeps the order on hold as a backorder. Order the units'],
    ['cancelled', 'store-a has cancelled the order. See there that the buyer was told and paid back.'],
    ['moved', 'store-a serves from another location what was missing.'],
    [
      'failed',
      'store-a was asked to hold the order and did not do it. Open order #1015 in store-a now and hold or cancel',
    ],
  ])('say what is left to do once the store answered "%s"', (outcome, words) => {
    expect(alertText({ ...short, outcome }).action).toContain(words);
  });

  it('speak of another location, not of a loss, while one has all of the units', () => {
    const [line] = short.lines;
    const moved: ShortOrder = { ...short, resolution: 'move', lines: [{ ...line, moveTo: '655441492' }] };
    expect(alertText(moved)).toMatchObject({
      subject: 'Order #1015 (store-a) has to be served from another location: 1 × TEE-M',
      cause: expect.stringContaining('is missing where the order was to be packed: '),
    });
    expect(alertText({ ...moved, outcome: 'failed' }).action).toContain('now and move, hold or cancel it by hand');
    const partly: ShortOrder = { ...moved, lines: [...moved.lines, { ...line, line: '9002' }] };
    expect(alertText(partly).subject).toBe('Order #1015 (store-a) is short: 2 units on 2 lines');
    const { action } = alertText({ ...partly, outcome: 'moved', detail: 'held: line 9002' });
    expect(action).toContain(
      'serves from another location what could be moved (held: line 9002). See there from which',
    );
    expect(action).toContain('What no location has is held: look for its units, or agree with the buyer');
    expect(alertText({ ...moved, outcome: 'moved' }).action).not.toContain('held');
  });

  it('begin with a call to act when the store could not be told, and give the reason of the store', () => {
    const { subject, action } = alertText({ ...short, outcome: 'failed', detail: 'the store knows no such order' });
    expect(subject).toBe('A person has to act: Order #1015 (store-a) is short: 1 × TEE-M');
    expect(action).toContain('did not do it (the store knows no such order).');
  });

  it('call to act for a seller, for which no store holds or cancels anything', () => {
    const { subject, action } = alertText({ ...short, channel: 'headless', order: '0191f4c4', resolution: 'told' });
    expect(subject).toBe('A person has to act: Order #1015 (headless) is short: 1 × TEE-M');
    expect(action).toContain('no store acts for headless. Stop order #1015 in headless before it is packed');
    expect(action).toContain('release the reservation 0191f4c4');
  });

  it('stay one alert for several lines, and stay short for many', () => {
    const lines = Array.from({ length: 7 }, (_, n) => ({
      line: `${n}`,
      sku: `SKU-${n}`,
      title: '',
      units: 2,
      moveTo: null,
    }));
    expect(alertText({ ...short, lines })).toMatchObject({
      subject: 'Order #1015 (store-a) is short: 14 units on 7 lines',
      cause: expect.stringMatching(/^2 × SKU-0, 2 × SKU-1, .*2 × SKU-4, 2 more lines are missing: /),
    });
  });

  it('fall back on the title, then on the line, and never break the line or run on', () => {
    const line = { line: '9001', sku: null, title: 'Tee\r\nBcc: x@example.com', units: 1, moveTo: null };
    expect(alertText({ ...short, lines: [line] }).subject).toContain('1 × Tee Bcc: x@example.com');
    expect(alertText({ ...short, lines: [{ ...line, title: ' ' }] }).subject).toContain('1 × line 9001');
    expect(alertText({ ...short, lines: [{ ...line, title: 'x'.repeat(900) }] }).subject.length).toBeLessThan(150);
    expect(alertText({ ...short, lines: [] }).cause).toContain('Units are missing: ');
  });
});
