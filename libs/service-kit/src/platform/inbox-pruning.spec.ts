import { MemoryInbox, MemoryUnitOfWork } from '@tillbridge/persistence';
import { eventually } from '@tillbridge/testing';
import { inboxPruning } from './inbox-pruning';

describe('pruning the inbox', () => {
  it('forgets what was handled long ago and keeps what may come again', async () => {
    let today = new Date('2026-01-01T00:00:00Z');
    const uow = new MemoryUnitOfWork();
    const inbox = new MemoryInbox(uow, () => today);
    const admit = (id: string) => uow.run((tx) => inbox.admit(tx, 'core', [id]));
    await admit('old');
    today = new Date('2026-02-15T00:00:00Z');
    await admit('recent');
    today = new Date('2026-03-10T00:00:00Z');
    const pruning = inboxPruning(inbox, { now: () => today }, fail);
    pruning.start();
    await eventually(async () => expect((await admit('old')).size).toBe(1));
    await pruning.stop();
    expect((await admit('recent')).size).toBe(0);
  });
});

const fail = (error: unknown): never => {
  throw error;
};
