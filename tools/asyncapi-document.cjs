// The AsyncAPI document of the event registry, as a pure function of it. CommonJS, so that Jest can load it as it is.
const { z } = require('zod');
const { stringify } = require('yaml');

const exchange = 'tillbridge.facts';
const header =
  '# Generated from libs/contracts by tools/gen-asyncapi.mjs. Do not edit: change the event, build, generate.\n';

/** @param contracts the exports of libs/contracts: `registry` and `envelopeSchema` */
function asyncApiYaml(contracts, version) {
  return header + stringify(asyncApiDocument(contracts, version), { lineWidth: 120, aliasDuplicateObjects: false });
}

function asyncApiDocument({ registry, envelopeSchema }, version) {
  const events = [...registry].sort((a, b) => a.routingKey.localeCompare(b.routingKey, 'en'));
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'tillbridge facts',
      version,
      description:
        `Everything the services tell each other over RabbitMQ. All facts enter the topic exchange "${exchange}" under ` +
        'their routing key; each consuming service has one queue "<service>.facts". Facts are past tense, absolute and ' +
        'versioned, and safe to receive late, twice or out of order. Every message is an envelope around its data.',
    },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(events.map((event) => [event.routingKey, channelOf(event)])),
    operations: Object.fromEntries(events.flatMap(operationsOf)),
    components: {
      messages: Object.fromEntries(events.map((event) => [event.routingKey, messageOf(event)])),
      schemas: {
        envelope: { description: 'What travels around every fact.', ...schemaOf(envelopeSchema) },
        ...Object.fromEntries(events.map((event) => [event.routingKey, schemaOf(event.payload)])),
      },
    },
  };
}

function channelOf(event) {
  return {
    address: event.routingKey,
    title: event.type,
    summary: event.summary,
    messages: { fact: { $ref: `#/components/messages/${event.routingKey}` } },
    bindings: {
      amqp: {
        is: 'routingKey',
        exchange: { name: exchange, type: 'topic', durable: true, autoDelete: false },
        bindingVersion: '0.3.0',
      },
    },
  };
}

function operationsOf(event) {
  const operation = (service, action, verb) => [
    `${service}.${verb}.${event.routingKey}`,
    {
      action,
      title: `${service} ${verb}s ${event.type}`,
      channel: { $ref: `#/channels/${event.routingKey}` },
      messages: [{ $ref: `#/channels/${event.routingKey}/messages/fact` }],
      tags: [{ name: service }],
    },
  ];
  return [
    ...event.producers.map((service) => operation(service, 'send', 'publish')),
    ...event.consumers.map((service) => operation(service, 'receive', 'consume')),
  ];
}

function messageOf(event) {
  return {
    name: event.routingKey,
    title: event.type,
    summary: event.summary,
    contentType: 'application/json',
    payload: {
      allOf: [
        { $ref: '#/components/schemas/envelope' },
        {
          type: 'object',
          properties: {
            type: { const: event.type },
            version: { const: event.version },
            producer: { enum: [...event.producers] },
            data: { $ref: `#/components/schemas/${event.routingKey}` },
          },
        },
      ],
    },
    examples: event.examples.map((data) => ({ name: event.type, payload: exampleEnvelope(event, data) })),
  };
}

function exampleEnvelope(event, data) {
  return {
    id: '01932f6e-7c00-7d30-8a10-5a2c3e4f5a6b',
    type: event.type,
    version: event.version,
    producer: event.producers[0],
    occurredAt: '2026-11-23T10:00:00.000Z',
    correlationId: '01932f6e-7bff-7a01-9c44-0b1de5a9f001',
    causationId: null,
    traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    data,
  };
}

/** As a reader sees it: a field it does not know is no error. */
function schemaOf(schema) {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { target: 'draft-7', io: 'input', override: withoutNoise });
  return json;
}

/** zod spells out each format as a long pattern too; the format says it better. */
function withoutNoise({ jsonSchema }) {
  if (jsonSchema.format) delete jsonSchema.pattern;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
}

module.exports = { asyncApiDocument, asyncApiYaml };
