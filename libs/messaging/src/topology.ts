import { consumedBy, registry, type ServiceName } from '@tillbridge/contracts';
import type { ConfirmChannel } from 'amqplib';

// Every exchange, queue and binding is declared here and nowhere else, and all of it follows from the event registry.

/** All facts go in here, under their routing key. */
export const factsExchange = 'tillbridge.facts';

/** How long a failed message waits before each further try. When all are used up, it is parked. */
export const retryDelaysMs = [1_000, 5_000, 30_000, 120_000] as const;

/**
 * Deliveries without an answer before the broker parks a message on its own, lest one that kills its consumer goes round
 * for ever. High, because before RabbitMQ 4.3 it also counts what a shutdown gives back and what a lost connection held,
 * and that is no message's fault.
 */
const deliveryLimit = 100;
/** RabbitMQ 4 limits every quorum queue to 20 deliveries unless told otherwise; looking at a parked message counts as one. */
const noDeliveryLimit = 1_000_000;

export interface RetryQueue {
  name: string;
  delayMs: number;
}

/** The queues of one service, by name. */
export interface ServiceTopology {
  service: ServiceName;
  /** What the service consumes from. */
  queue: string;
  bindings: string[];
  retries: RetryQueue[];
  parked: string;
}

/** @param delaysMs other delays only on a broker where the usual ones were never declared: a queue keeps its arguments. */
export function topologyOf(service: ServiceName, delaysMs: readonly number[] = retryDelaysMs): ServiceTopology {
  return {
    service,
    queue: `${service}.facts`,
    bindings: consumedBy(service).map((definition) => definition.routingKey),
    retries: delaysMs.map((delayMs, index) => ({ name: `${service}.retry.${index + 1}`, delayMs })),
    parked: `${service}.parked`,
  };
}

/** Every service that consumes anything, in a stable order. */
export function consumingServices(): ServiceName[] {
  return [...new Set(registry.flatMap((definition) => definition.consumers))].sort();
}

/** Idempotent; run on every connect, so that a queue somebody deleted is back before it is used. */
export async function declareService(channel: ConfirmChannel, topology: ServiceTopology): Promise<void> {
  await channel.assertExchange(factsExchange, 'topic', { durable: true });
  await channel.assertQueue(topology.parked, {
    durable: true,
    arguments: { 'x-queue-type': 'quorum', 'x-delivery-limit': noDeliveryLimit },
  });
  await channel.assertQueue(topology.queue, {
    durable: true,
    arguments: { 'x-delivery-limit': deliveryLimit, ...deadLetteredTo(topology.parked) },
  });
  for (const retry of topology.retries) {
    await channel.assertQueue(retry.name, {
      durable: true,
      arguments: { 'x-message-ttl': retry.delayMs, ...deadLetteredTo(topology.queue) },
    });
  }
  for (const key of topology.bindings) await channel.bindQueue(topology.queue, factsExchange, key);
}

/**
 * A producer declares the queues of all its consumers too: a fact told before its consumer first started waits for it,
 * instead of being unroutable.
 */
export async function declareAll(channel: ConfirmChannel): Promise<void> {
  for (const service of consumingServices()) await declareService(channel, topologyOf(service));
}

/** Through the default exchange; at-least-once, so that the broker keeps the original until the target has it. */
function deadLetteredTo(queue: string): Record<string, unknown> {
  return {
    'x-queue-type': 'quorum',
    'x-dead-letter-exchange': '',
    'x-dead-letter-routing-key': queue,
    'x-dead-letter-strategy': 'at-least-once',
    'x-overflow': 'reject-publish',
  };
}
