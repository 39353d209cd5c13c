import { storeClaimChanged, type Envelope, type StoreClaimChanged } from '@tillbridge/contracts';
import { v7 } from 'uuid';
import { factBatchPattern } from './fact-batch';
import { FactServer, type FactServerOptions } from './fact-server';

// Shared by the specs of this library: facts told apart by `seq`, and a server without a Nest application around it.

export function claimFact(seq: number, id = v7()): Envelope<StoreClaimChanged> {
  return {
    id,
    type: storeClaimChanged.type,
    version: storeClaimChanged.version,
    producer: 'shopify-gateway',
    occurredAt: '2026-11-23T10:00:00.000Z',
    correlationId: `chain-${seq}`,
    causationId: null,
    traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    data: storeClaimChanged.payload.parse({ ...storeClaimChanged.examples[0], seq }),
  };
}

export function claimFacts(count: number): Envelope<StoreClaimChanged>[] {
  return Array.from({ length: count }, (_, seq) => claimFact(seq));
}

export function seqOf(envelope: Envelope): number {
  return (envelope.data as StoreClaimChanged).seq;
}

export type BatchHandler = (envelopes: Envelope[]) => Promise<void>;

/** inventory-core's consumer, listening. */
export async function startServer(
  url: string,
  handle: BatchHandler,
  options: Partial<FactServerOptions> = {},
): Promise<FactServer> {
  const server = new FactServer({ url, service: 'inventory-core', ...options });
  server.addHandler(factBatchPattern, handle, true);
  await new Promise<void>((resolve, reject) => server.listen((error) => (error ? reject(error as Error) : resolve())));
  return server;
}
