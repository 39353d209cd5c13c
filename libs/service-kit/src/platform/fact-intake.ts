import { PATTERN_METADATA } from '@nestjs/microservices/constants';
import { ModulesContainer } from '@nestjs/core';
import type { INestApplicationContext } from '@nestjs/common';
import type { FactServer } from '@tillbridge/messaging';

/** Whether this service takes in facts at all, and the server that does. */
export class FactIntake {
  /** False for a service without a fact handler: it then has no queue to consume and nothing to miss. */
  active = false;

  constructor(readonly server: FactServer) {}
}

/** Whether any controller of the application handles facts. */
export function handlesFacts(app: INestApplicationContext): boolean {
  const controllers = [...app.get(ModulesContainer).values()].flatMap((module) => [...module.controllers.values()]);
  return controllers.some(({ metatype }) => typeof metatype === 'function' && hasHandler(metatype.prototype));
}

function hasHandler(prototype: object | undefined): boolean {
  return Object.values(Object.getOwnPropertyDescriptors(prototype ?? {})).some(
    ({ value }) => typeof value === 'function' && Reflect.hasMetadata(PATTERN_METADATA, value),
  );
}
