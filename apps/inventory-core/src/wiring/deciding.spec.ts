import { Module, type INestApplicationContext, type OnApplicationShutdown } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Outcome, ReservationCall } from '../reservations/requests';
import { Deciding } from './deciding';

const call = (key: string) => ({ key }) as unknown as ReservationCall;
const outcome = { kind: 'not found' } as unknown as Outcome;

describe('a service that closes', () => {
  /** Stands for the database: what is decided after it is closed fails. */
  class Database implements OnApplicationShutdown {
    isOpen = true;
    onApplicationShutdown(): void {
      this.isOpen = false;
    }
  }

  /** Batches are decided only when `letGo` says so. */
  async function open() {
    const sizes: number[] = [];
    const gates: (() => void)[] = [];
    const letGo = async () => {
      while (gates.length === 0) await new Promise(setImmediate);
      gates.shift()!();
    };
    const database = new Database();
    const deciding = new Deciding(async (calls) => {
      sizes.push(calls.length);
      await new Promise<void>((resolve) => gates.push(resolve));
      if (!database.isOpen) throw new Error('the database is closed');
      return calls.map(() => outcome);
    });
    @Module({
      providers: [
        { provide: Deciding, useValue: deciding },
        { provide: Database, useValue: database },
      ],
    })
    class Service {}
    const service: INestApplicationContext = await NestFactory.createApplicationContext(Service, { logger: false });
    return { service, deciding, sizes, letGo };
  }

  it('first answers the callers that are being decided and those that wait', async () => {
    const { service, deciding, sizes, letGo } = await open();
    const first = ['a', 'b', 'c'].map((key) => deciding.ask(call(key)));
    while (sizes.length === 0) await new Promise(setImmediate);
    const waiting = deciding.ask(call('d'));
    let isClosed = false;
    const closing = service.close().then(() => (isClosed = true));
    await letGo();
    await Promise.all(first);
    expect(isClosed).toBe(false);
    await letGo();
    expect(await Promise.all([...first, waiting])).toEqual([outcome, outcome, outcome, outcome]);
    await closing;
    expect(sizes).toEqual([3, 1]);
  });

  it('closes at once where nobody waits', async () => {
    const { service, sizes } = await open();
    await service.close();
    expect(sizes).toEqual([]);
  });
});
