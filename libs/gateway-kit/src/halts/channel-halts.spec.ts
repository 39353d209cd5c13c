import { inMemory } from '../spec-kit/databases';
import { channelHaltsContract } from './channel-halts.contract';
import { MemoryChannelHalts } from './channel-halts.memory';
import { isClosed, isHalted, withHalt, withoutHalt, type Halt } from './halts';

channelHaltsContract(
  'in memory',
  inMemory(() => new MemoryChannelHalts()),
);

describe('what holds a channel back', () => {
  const none = { channel: 'store-a', halts: [], seq: 0 };
  const halt = (kind: Halt['kind'], reason = 'why'): Halt => ({
    kind,
    since: new Date(0),
    reason,
    endsByItself: false,
  });

  it('stays as it was first said when it is said again', () => {
    const once = withHalt(none, halt('paused', 'first'));
    expect(withHalt(once, halt('paused', 'second'))).toBe(once);
    expect(withoutHalt(none, 'paused')).toBe(none);
  });

  it('is over once every reason is', () => {
    const both = withHalt(withHalt(none, halt('paused')), halt('locked-out'));
    expect(isHalted(withoutHalt(both, 'paused'))).toBe(true);
    expect(isHalted(withoutHalt(withoutHalt(both, 'paused'), 'locked-out'))).toBe(false);
  });

  it('closes a channel, unless it is a brake alone', () => {
    expect(isClosed(withHalt(none, halt('braked')))).toBe(false);
    expect(isClosed(withHalt(none, halt('paused')))).toBe(true);
    expect(isClosed(withHalt(withHalt(none, halt('braked')), halt('locked-out')))).toBe(true);
  });
});
