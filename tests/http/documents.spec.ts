import 'reflect-metadata';
import { Global, Module, type DynamicModule, type Type } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';
import { CoreModule } from '../../apps/inventory-core/src/core.module';
import { LightspeedGatewayModule } from '../../apps/lightspeed-gateway/src/lightspeed-gateway.module';
import { ReconcilerModule } from '../../apps/reconciler/src/reconciler.module';
import { GatewayModule } from '../../apps/shopify-gateway/src/gateway.module';
import { TokenBook } from '../../libs/service-kit/src/auth/token-book';
import { createLogger } from '../../libs/service-kit/src/logging';
import { PlatformModule } from '../../libs/service-kit/src/platform/platform.module';
import { createApp } from '../../libs/service-kit/src/run/serve';

type Controllers = Type<object>[];
type Described = Record<string, unknown> & {
  $ref?: string;
  allOf?: { $ref?: string }[];
  items?: { $ref?: string };
  schema?: Described;
};
type Operation = {
  security?: unknown[];
  parameters?: Described[];
  responses: Record<string, { content?: Record<string, { schema: { $ref?: string } }> }>;
};

const controllersOf = (module: object): Controllers => Reflect.getMetadata('controllers', module) as Controllers;
const services: Record<string, DynamicModule> = {
  'inventory-core': CoreModule.with({} as never),
  'shopify-gateway': GatewayModule.with({} as never),
  'lightspeed-gateway': LightspeedGatewayModule.with({} as never),
  reconciler: ReconcilerModule.with({} as never),
};

/** What a service publishes at /docs-json; its controllers are given nothing to work with, for none is called. */
async function documentOf(name: string): Promise<OpenAPIObject> {
  const controllers = [...(services[name].controllers ?? []), ...controllersOf(PlatformModule)] as Controllers;
  const asked = [...new Set(controllers.flatMap(dependenciesOf))].filter((token) => token !== TokenBook);
  const nothing = asked.map((provide) => ({ provide: provide as string, useValue: {} }));
  const tokens = { provide: TokenBook, useValue: new TokenBook({ service: [], operator: [] }) };
  @Global()
  @Module({ controllers, providers: [...nothing, tokens], exports: [TokenBook] })
  class Routes {}
  const app = await createApp(createLogger('inventory-core', 'silent'), name, '', [Routes]);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  const answer = await app.inject({ method: 'GET', url: '/docs-json' });
  await app.close();
  return answer.json();
}

function dependenciesOf(controller: Type<object>): unknown[] {
  const types: unknown[] = Reflect.getMetadata('design:paramtypes', controller) ?? [];
  const named: { index: number; param: unknown }[] = Reflect.getMetadata('self:paramtypes', controller) ?? [];
  return types.map((type, index) => named.find((one) => one.index === index)?.param ?? type);
}

/** A schema that only points at another says there what it is. */
function isSaid(one: Described): boolean {
  const words = ['example', 'examples', 'description'].some((key) => key in one);
  return words || Boolean(one.$ref ?? one.allOf?.[0]?.$ref ?? one.items?.$ref) || (!!one.schema && isSaid(one.schema));
}

it('a parameter or a property that only has a type is found to say nothing', () => {
  expect(isSaid({ name: 'limit', schema: { type: 'integer' } })).toBe(false);
  expect(isSaid({ type: 'array', items: {} })).toBe(false);
});

describe.each(Object.keys(services))('the document of the %s', (name) => {
  let document: OpenAPIObject;
  let operations: [string, Operation][];

  beforeAll(async () => {
    document = await documentOf(name);
    operations = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item as Record<string, Operation>).map(([method, operation]): [string, Operation] => [
        `${method} ${path}`,
        operation,
      ]),
    );
  });

  it('asks for no token where none is needed, and for one everywhere else', () => {
    const open = operations.filter(([, { security }]) => security?.length === 0).map(([route]) => route);
    expect(document.security).toEqual([{ bearer: [] }]);
    expect(open.filter((route) => !/ \/(health|webhooks)\//.test(route))).toEqual([]);
    expect(operations.filter(([route]) => / \/(health|webhooks)\//.test(route)).map(([route]) => route)).toEqual(open);
    expect(JSON.stringify(document)).not.toContain('x-tillbridge');
  });

  it('says how each route refuses, as a problem document', () => {
    const guarded = operations.filter(([, { security }]) => security === undefined);
    expect(guarded.length).toBeGreaterThan(0);
    for (const [route, { responses }] of guarded) {
      const refusals = Object.keys(responses).filter((status) => Number(status) >= 400);
      expect([route, refusals]).toEqual([route, expect.arrayContaining(['401', '403', '503'])]);
      for (const status of refusals)
        expect([route, status, responses[status].content?.['application/problem+json'].schema]).toEqual([
          route,
          status,
          { $ref: '#/components/schemas/Problem' },
        ]);
    }
  });

  it('explains every parameter and every property, or shows one', () => {
    const parameters = operations.flatMap(([route, { parameters: all = [] }]) =>
      all.filter((one) => !isSaid(one)).map((one) => `${route}: ${String(one.name)}`),
    );
    const schemas = Object.entries(document.components?.schemas ?? {}) as [string, { properties?: object }][];
    const properties = schemas.flatMap(([schema, { properties: all = {} }]) =>
      Object.entries(all)
        .filter(([, one]) => !isSaid(one))
        .map(([property]) => `${schema}.${property}`),
    );
    expect([...parameters, ...properties]).toEqual([]);
    expect(schemas.length).toBeGreaterThan(5);
  });
});
