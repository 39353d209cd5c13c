import { spawnSync } from 'node:child_process';

describe('a door', () => {
  it.each([
    ['demo', ['--sed', '7'], 'npm run demo does not know "--sed"'],
    ['demo', ['--seed', 'seven'], '--seed should be a whole number of at most 9 digits, not "seven".'],
    ['demo', ['--seed'], '--seed needs a value.'],
    ['dev', ['--keep'], 'npm run dev does not know "--keep"'],
    ['start', ['shop.yaml'], 'npm start does not know "shop.yaml"'],
    ['test', ['--kind', 'integrated'], 'There is no kind of test called "integrated"'],
    ['model', ['--onyl', 'till'], 'npm run test:model does not know "--onyl"'],
    ['chaos', ['--minutes', 'three'], '--minutes should be a whole number above 0 of at most 9 digits, not "three".'],
    ['webhooks', ['--copies', '50'], 'npm run test:webhooks does not know "--copies"'],
    ['long', ['--seed', '7'], 'npm run test:long does not know "--seed"'],
    ['mutants', ['--onyl', 'till'], 'npm run test:mutants does not know "--onyl"'],
    ['sim', ['--sed', '7'], 'npm run test:sim does not know "--sed"'],
    ['sim', ['--seeds', 'many'], '--seeds has to be a whole number above 0, not "many".'],
    ['check', ['lnit'], 'There is no step called "lnit"'],
    ['bench', ['last'], 'There is no bench called "last"'],
    ['bench', [], 'Which bench? npm run bench -- <name>'],
  ])('%s refuses %j before it starts anything', (door, args, says) => {
    const { status, stderr } = spawnSync(process.execPath, [`tools/doors/${door}.mjs`, ...args], { encoding: 'utf8' });
    expect([status, stderr.trim().split('\n').length]).toEqual([1, 1]);
    expect(stderr).toContain(says);
  });

  it.each(['DATABASE_URL', 'AMQP_URL'])('for chaos stops no server that %s names, and says what to do', (name) => {
    const env = { ...process.env, DATABASE_URL: '', AMQP_URL: '', [name]: 'somebody://else' };
    const { status, stderr } = spawnSync(process.execPath, ['tools/doors/chaos.mjs'], { encoding: 'utf8', env });
    expect([status, stderr.trim().split('\n').length]).toEqual([1, 1]);
    expect(stderr).toContain(`Unset ${name} for this command.`);
  });
});
