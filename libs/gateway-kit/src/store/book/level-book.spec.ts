import { openPush, readToken, settlePush, takeStoreRead, type Desired } from '@tillbridge/level-mirror';
import { MemoryOutbox, MemoryUnitOfWork } from '@tillbridge/persistence';
import { asked, inTurn } from '../store-state';
import { LevelBook } from './level-book';
import { want, type StoreLevel } from './store-level';
import { MemoryStoreLevels } from './store-levels.memory';
import { MemoryTurns } from './turns.memory';

const channel = 'store-a';
const itemId = '01932f6e-7c00-7d30-8a10-5a2c3e4f5a6b';
const key = { externalId: 'v1', storeLocation: 'l1' };
const at = new Date('2026-11-23T10:00:00Z');

describe('what the core is told when levels change', () => {
  let changeOutOfTurn: () => Promise<unknown>;
  let change: (by: (level: StoreLevel) => StoreLevel) => Promise<{ type: string; data: unknown }[]>;
  beforeEach(() => {
    const [uow, outbox] = [new MemoryUnitOfWork(), new MemoryOutbox({ service: 'shopify-gateway' })];
    const levels = new MemoryStoreLevels();
    const book = new LevelBook({ turns: new MemoryTurns(), levels, outbox, now: () => at, onWork: () => undefined });
    changeOutOfTurn = () =>
      uow.run((tx) => book.change(tx, channel, [key], asked(channel, 'spec', at), (level) => ({ ...level, hint: 1 })));
    let known = 0;
    change = async (by) => {
      await inTurn({ uow, book }, channel, (tx) => book.change(tx, channel, [key], asked(channel, 'spec', at), by));
      const told = (await uow.run((tx) => outbox.claim(tx, 100))).slice(known);
      known += told.length;
      return told.map(({ type, data }) => ({ type, data }));
    };
  });

  const read = (units: number) => (level: StoreLevel) => ({
    ...level,
    itemId,
    levelRef: 'r1',
    mirror: takeStoreRead(level.mirror, { token: readToken(level.mirror), level: units }),
  });
  const wanted = (version: number, lowerTo: number, raiseTo = lowerTo, dealt = false) => {
    const desired: Desired = {
      lowerTo,
      raiseTo,
      version,
      dealt,
      counted: { ordersSeen: 0, claim: 0, edits: 0 },
    };
    return (level: StoreLevel) => want(level, desired);
  };
  const push = { key: '0624dbcd-5b1c-4d1a-8b5e-0d4f7c1ae772', from: 5, to: 3, version: 1 };
  const settlement = { type: 'store.level_settled', data: expect.objectContaining({ version: 1, shown: 3, seq: 1 }) };

  it('is what a level shows, once it is as wanted and the push that made it so is answered', async () => {
    expect(await change(read(5))).toEqual([]);
    expect(await change(wanted(1, 3))).toEqual([]);
    expect(await change((level) => ({ ...level, mirror: openPush(level.mirror, push) }))).toEqual([]);
    expect(await change((level) => ({ ...level, mirror: settlePush(level.mirror, 'applied') }))).toEqual([settlement]);
    expect(await change((level) => ({ ...level, hint: 3 }))).toEqual([]);
  });

  it('rests on what nobody else changes meanwhile: out of turn nothing changes', async () => {
    await expect(changeOutOfTurn()).rejects.toThrow('levels of store-a would be changed out of turn');
  });

  it('waits for a read after a lowering where units are dealt out, and asks for it', async () => {
    await change(read(5));
    await change(wanted(1, 3, 3, true));
    await change((level) => ({ ...level, mirror: openPush(level.mirror, push) }));
    let due: Date | null = null;
    expect(await change((level) => ({ ...level, mirror: settlePush(level.mirror, 'applied') }))).toEqual([]);
    expect(await change((level) => ((due = level.readDueAt), level))).toEqual([]);
    expect(due).toEqual(at);
    expect(await change(read(3))).toEqual([settlement]);
  });

  it('is what the level shows before that fewer units are missing, for the latter frees them', async () => {
    await change(read(5));
    await change(wanted(1, 6, 3));
    const types = async (units: number) => (await change(read(units))).map(({ type }) => type);
    expect(await types(4)).toEqual(['store.level_settled', 'store.claim_changed']);
    expect(await types(5)).toEqual(['store.level_settled', 'store.claim_changed']);
  });
});
