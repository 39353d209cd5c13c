import { Incarnation } from './incarnation';

const never = () => new Promise<void>(() => undefined);

describe('a process that dies', () => {
  it('leaves nobody waiting for its answer', async () => {
    const life = new Incarnation(
      () => false,
      () => undefined,
    );
    const answer = life.asked(never);
    life.kill();
    await expect(answer).rejects.toThrow('the connection broke');
    await expect(life.asked(async () => 'yes')).rejects.toThrow('the connection broke');
  });
});
