import { METHOD_METADATA } from '@nestjs/common/constants';
import { ModulesContainer } from '@nestjs/core';
import type { INestApplicationContext } from '@nestjs/common';
import { StartFailed } from '../run/start-failed';
import { publicMetadata, rolesMetadata } from './access';

/** Routes of an application that say neither who may call them nor that anybody may. */
export function undecidedRoutes(app: INestApplicationContext): string[] {
  const modules = [...app.get(ModulesContainer).values()];
  const controllers = modules.flatMap((module) => [...module.controllers.values()].map((wrapper) => wrapper.metatype));
  return controllers.flatMap((controller) => (typeof controller === 'function' ? undecidedIn(controller) : []));
}

/** The guard refuses such routes anyway; a service that has one is not finished. */
export function requireDecidedRoutes(app: INestApplicationContext): void {
  const routes = undecidedRoutes(app);
  if (routes.length > 0)
    throw new StartFailed(`Nobody may call ${routes.join(', ')}: give each @Roles(...) or @Public().`);
}

function undecidedIn(controller: { name: string; prototype?: object }): string[] {
  const decided = (target: object) =>
    Reflect.hasMetadata(rolesMetadata, target) || Reflect.hasMetadata(publicMetadata, target);
  if (decided(controller)) return [];
  return Object.entries(Object.getOwnPropertyDescriptors(controller.prototype ?? {}))
    .filter(
      ([, { value }]) => typeof value === 'function' && Reflect.hasMetadata(METHOD_METADATA, value) && !decided(value),
    )
    .map(([name]) => `${controller.name}.${name}`);
}
