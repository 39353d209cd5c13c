import fs from 'node:fs';
import path from 'node:path';
import specs from '@asyncapi/specs';
import * as contracts from '@tillbridge/contracts';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';

const root = path.resolve(__dirname, '..');
const file = fs.readFileSync(path.join(root, 'docs/asyncapi.yaml'), 'utf8');
const document = parse(file);

interface Message {
  payload: object;
  examples: { payload: object }[];
}

const validator = () => addFormats(new Ajv({ strict: false, allErrors: true, validateFormats: true }));

describe('docs/asyncapi.yaml', () => {
  it('is what the event registry says', () => {
    const { asyncApiYaml } = jest.requireActual('./asyncapi-document.cjs');
    const { version } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
    expect(file).toBe(asyncApiYaml(contracts, version));
  });

  it('is valid AsyncAPI 3.0', () => {
    const validate = validator().compile(specs.schemasWithoutId['3.0.0']);
    expect([validate(document), validate.errors]).toEqual([true, null]);
  });

  it('would be found wrong if it were', () => {
    const validate = validator().compile(specs.schemasWithoutId['3.0.0']);
    expect(validate({ ...document, operations: { broken: { action: 'shout' } } })).toBe(false);
  });

  it.each(Object.entries<Message>(document.components.messages))(
    '%s: its examples satisfy its own schema',
    (_key, message) => {
      const validate = validator().compile({ ...message.payload, components: document.components });
      expect(message.examples.length).toBeGreaterThan(0);
      for (const example of message.examples)
        expect([validate(example.payload), validate.errors]).toEqual([true, null]);
      expect(validate({ ...message.examples[0].payload, data: {} })).toBe(false);
    },
  );

  it('names every producer and consumer of every fact', () => {
    const operations = Object.keys(document.operations);
    const wanted = contracts.registry.flatMap(({ producers, consumers, routingKey }) => [
      ...producers.map((service) => `${service}.publish.${routingKey}`),
      ...consumers.map((service) => `${service}.consume.${routingKey}`),
    ]);
    expect(operations.sort()).toEqual(wanted.sort());
  });
});
