import { eventually } from './eventually';

describe('eventually', () => {
  it('returns as soon as the check stops throwing', async () => {
    let looks = 0;
    const value = await eventually(
      () => {
        looks += 1;
        if (looks < 3) throw new Error('not yet');
        return looks;
      },
      { everyMs: 1 },
    );
    expect(value).toBe(3);
  });

  it('waits while the check is false, but takes other falsy values as an answer', async () => {
    const answers = [false, false, 0];
    await expect(eventually(() => answers.shift() as number | false, { everyMs: 1 })).resolves.toBe(0);
  });

  it('gives up with the last failure and the time it waited', async () => {
    const never = () => Promise.reject(new Error('still 3'));
    await expect(eventually(never, { withinMs: 10, everyMs: 1 })).rejects.toThrow('not within 10 ms: still 3');
  });
});
