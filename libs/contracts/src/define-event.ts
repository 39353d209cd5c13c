import type { z } from 'zod';

/** The processes that may produce or consume facts. Routing, queues and the AsyncAPI document are derived from these names. */
export type ServiceName = 'inventory-core' | 'shopify-gateway' | 'lightspeed-gateway' | 'reconciler';

export interface EventDefinition<Schema extends z.ZodType = z.ZodType> {
  /** Past tense, dotted: `order.observed`. */
  readonly type: string;
  /** Raised when a change is not purely additive; old and new then travel side by side. */
  readonly version: number;
  readonly producers: readonly ServiceName[];
  readonly consumers: readonly ServiceName[];
  /** One sentence for the generated documentation. */
  readonly summary: string;
  readonly payload: Schema;
  readonly examples: readonly z.input<Schema>[];
  /** Topic routing key: `<type>.v<version>`. */
  readonly routingKey: string;
}

export type PayloadOf<Definition> = Definition extends EventDefinition<infer Schema> ? z.infer<Schema> : never;

/** Defines an event once; type, parser, routing key, bindings, AsyncAPI and examples all come from here. */
export function defineEvent<Schema extends z.ZodType>(
  definition: Omit<EventDefinition<Schema>, 'routingKey'>,
): EventDefinition<Schema> {
  return { ...definition, routingKey: `${definition.type}.v${definition.version}` };
}
