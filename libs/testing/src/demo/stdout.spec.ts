import { Stdout } from './stdout';

describe('what the demo says', () => {
  it('ends on stdout with the line for programs, whatever happens after it', () => {
    const [out, aside] = [jest.fn(), jest.fn()];
    const stdout = new Stdout({ write: out }, { write: aside });
    stdout.say('Seed 1');
    stdout.last('{"ok":true}');
    stdout.say('  ! a twin ended by itself');
    expect(out.mock.calls.flat()).toEqual(['Seed 1\n', '{"ok":true}\n']);
    expect(aside.mock.calls.flat()).toEqual(['  ! a twin ended by itself\n']);
  });
});
