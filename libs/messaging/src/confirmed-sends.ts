import { RetryableError } from '@tillbridge/persistence';
import type { ConfirmChannel, Message, Options } from 'amqplib';

/** The broker took the message and found no queue for it. */
export class Unroutable extends RetryableError {
  override readonly name = 'Unroutable';
}

const confirmWaitMsMax = 10_000;

/** Publishing on one channel where success means: the broker has it, on disk, in a queue (unless `mandatory` is false). */
export class ConfirmedSends {
  /** Returned messages by key, counted: a return comes just before the confirm of the same message. */
  private readonly returned = new Map<string, number>();

  constructor(private readonly channel: ConfirmChannel) {
    channel.on('return', (message: Message) => {
      const key = keyOf(message.fields.exchange, message.fields.routingKey, message.properties.messageId as string);
      this.returned.set(key, (this.returned.get(key) ?? 0) + 1);
    });
  }

  /** @throws Unroutable; RetryableError when it was refused, or not confirmed within 10 s (it may have arrived then). */
  send(exchange: string, routingKey: string, content: Buffer, options: Options.Publish): Promise<void> {
    const key = keyOf(exchange, routingKey, String(options.messageId));
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new RetryableError(`broker did not confirm within ${confirmWaitMsMax} ms`)),
        confirmWaitMsMax,
      );
      const settle = (error: Error | null) => {
        clearTimeout(timer);
        if (error) reject(new RetryableError(`broker did not take the message: ${error.message}`, { cause: error }));
        else if (this.wasReturned(key)) reject(new Unroutable(`no queue takes ${routingKey}`));
        else resolve();
      };
      try {
        this.channel.publish(exchange, routingKey, content, { mandatory: true, ...options, persistent: true }, settle);
      } catch (error) {
        settle(error as Error);
      }
    });
  }

  private wasReturned(key: string): boolean {
    const count = this.returned.get(key) ?? 0;
    if (count > 1) this.returned.set(key, count - 1);
    else this.returned.delete(key);
    return count > 0;
  }
}

function keyOf(exchange: string, routingKey: string, messageId: string): string {
  return `${exchange} ${routingKey} ${messageId}`;
}
