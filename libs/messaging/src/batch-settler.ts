import type { Envelope } from '@tillbridge/contracts';
import { PermanentError } from '@tillbridge/persistence';
import type { ConfirmChannel, ConsumeMessage } from 'amqplib';
import type { ConfirmedSends } from './confirmed-sends';
import { readFact } from './fact-message';
import { destinationOf, failureHeaders, idOf } from './failure';
import { handleIsolating, type Outcome, type WeatherWatch } from './isolate';
import type { ServiceTopology } from './topology';

export interface Delivery {
  channel: ConfirmChannel;
  sends: ConfirmedSends;
  message: ConsumeMessage;
}

export interface BatchSettlerOptions {
  topology: ServiceTopology;
  handle: (envelopes: Envelope[]) => Promise<void>;
  /** A watch for one batch: how long its weather has been bad begins with the batch. */
  watchWeather: () => WeatherWatch;
  report: (message: string) => void;
  /** A retry or parked queue did not take a message: the channel's queues need to be declared again. */
  onQueueTrouble: (channel: ConfirmChannel, reason: string) => void;
}

/** What the broker is told about one message. */
type Answer = 'ack' | 'reject' | 'release';

/** Takes one batch from delivery to acknowledgement: read, handle, move what failed, acknowledge. */
export class BatchSettler {
  constructor(private readonly options: BatchSettlerOptions) {}

  /** All of `batch` came by the same channel, oldest first. Never throws. */
  async settle(batch: readonly Delivery[]): Promise<void> {
    const outcomes = await this.outcomesOf(batch);
    const answers = await Promise.all(batch.map((delivery) => this.answerTo(delivery, outcomes.get(delivery)!)));
    try {
      acknowledge(batch, answers);
    } catch (error) {
      // A channel that closed meanwhile takes no answer; its messages come again, and the inbox knows them.
      this.options.report(`acknowledgement lost, the messages come again: ${(error as Error).message}`);
      return;
    }
    if (answers.includes('reject'))
      this.options.onQueueTrouble(batch[0]!.channel, 'a retry or parked queue is missing');
  }

  private async outcomesOf(batch: readonly Delivery[]): Promise<Map<Delivery, Outcome>> {
    const outcomes = new Map<Delivery, Outcome>();
    // Copies of one message may arrive side by side; the handler sees each id once.
    const byId = new Map<string, { envelope: Envelope; copies: Delivery[] }>();
    for (const delivery of batch) {
      const fact = readFact(delivery.message, this.options.topology.service);
      if (!fact.ok) {
        outcomes.set(delivery, { kind: 'failed', error: new PermanentError(fact.reason) });
        continue;
      }
      const known = byId.get(fact.envelope.id);
      if (known) known.copies.push(delivery);
      else byId.set(fact.envelope.id, { envelope: fact.envelope, copies: [delivery] });
    }
    const handled = await handleIsolating(
      [...byId.values()],
      (facts) => this.options.handle(facts.map((fact) => fact.envelope)),
      this.options.watchWeather(),
    );
    for (const [fact, outcome] of handled) for (const copy of fact.copies) outcomes.set(copy, outcome);
    return outcomes;
  }

  /** Moves a failed message first: it is acknowledged only once another queue has it. */
  private async answerTo({ message, sends }: Delivery, outcome: Outcome): Promise<Answer> {
    if (outcome.kind === 'done') return 'ack';
    if (outcome.kind === 'released') return 'release';
    const { queue, parked, options } = destinationOf(message, outcome.error, this.options.topology, new Date());
    const what = `${idOf(message)}: ${String(options.headers?.[failureHeaders.reason])}`;
    try {
      await sends.send('', queue, message.content, options);
      this.options.report(`${parked ? 'parked' : `to be tried again by way of ${queue}:`} ${what}`);
      return 'ack';
    } catch (error) {
      this.options.report(`${queue} did not take ${what}: ${(error as Error).message}`);
      return 'reject';
    }
  }
}

function acknowledge(batch: readonly Delivery[], answers: readonly Answer[]): void {
  const { channel } = batch[0]!;
  if (answers.every((answer) => answer === 'ack')) {
    // Everything older on this channel is settled by now, so one frame answers for the whole batch.
    channel.ack(batch.at(-1)!.message, true);
    return;
  }
  batch.forEach(({ message }, index) => {
    if (answers[index] === 'ack') channel.ack(message);
    // A failed try counts towards the delivery limit, so it is rejected. From RabbitMQ 4.3 on a nack does not count;
    // older ones count it too, and the limit leaves room for that.
    else if (answers[index] === 'reject') channel.reject(message, true);
    else channel.nack(message, false, true);
  });
}
