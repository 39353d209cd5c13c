import { ConflictException, NotFoundException } from '@nestjs/common';
import type { LinkOutcome } from '../use-cases/link-listing';
import { LinksController } from './links.controller';

const body = { channel: 'store-a', externalId: '43729076', itemId: '01932F6E-7C00-7D30-8A10-5A2C3E4F5A6B' };

describe('what a person says of a link over HTTP', () => {
  const asked: unknown[] = [];
  const answering = (outcome: LinkOutcome) =>
    new LinksController(
      {
        open: async (after, limit) => ({ listings: [], next: after && { ...after, externalId: String(limit) } }),
        changes: async () => [],
      },
      async (...given) => {
        asked.push(given);
        return outcome;
      },
    );
  beforeEach(() => asked.splice(0));

  it('is asked for by our id of the item, whatever its case, or by none to take a link away', async () => {
    const links = answering({ kind: 'done' });
    const key = { channel: 'store-a', externalId: '43729076' };
    const itemId = body.itemId.toLowerCase();
    expect(await links.make(body)).toEqual({ ...key, itemId, outcome: 'done' });
    expect(await links.unlink(key)).toEqual({ ...key, itemId: null, outcome: 'done' });
    expect(asked).toEqual([
      [key, itemId],
      [key, null],
    ]);
  });

  it('is refused with the reason, and with 404 where something is not known', async () => {
    const refused = answering({ kind: 'refused', reason: 'take that link away first' });
    await expect(refused.make(body)).rejects.toEqual(new ConflictException('take that link away first'));
    const unknown = answering({ kind: 'unknown', reason: 'no such listing' });
    await expect(unknown.unlink(body)).rejects.toEqual(new NotFoundException('no such listing'));
  });

  it('shows what waits from the beginning, or from where the page before ended', async () => {
    const links = answering({ kind: 'done' });
    expect((await links.open({ limit: 5 })).next).toBeNull();
    const after = { afterChannel: 'store-a', afterExternalId: '1', limit: 5 };
    expect((await links.open(after)).next).toEqual({ channel: 'store-a', externalId: '5' });
  });
});
