import { SetMetadata } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExtension } from '@nestjs/swagger';

/** `service`: another process of the bridge. `operator`: a person who runs it. */
export const roles = ['service', 'operator'] as const;
export type Role = (typeof roles)[number];

export const rolesMetadata = 'tillbridge:roles';
export const publicMetadata = 'tillbridge:public';
/** Tells the documentation; it is taken out of what is published. */
export const publicExtension = 'x-tillbridge-public';
/** Key in Fastify's route config: the body of this route is handed over as the bytes that came in, never parsed. */
export const rawBodyRoute = 'tillbridgeRawBody';

/** Who may call a route (or every route of a controller): a bearer token of one of these roles. */
export const Roles = (...allowed: [Role, ...Role[]]) => SetMetadata(rolesMetadata, allowed);

/**
 * A route without a token: probes and webhooks, nothing else. A webhook proves itself by its signature over the bytes
 * that came in, so on these routes no body is parsed: whatever its content type, it is a Buffer in `request.rawBody`
 * (and `request.body`), malformed JSON included.
 */
export function Public(): ClassDecorator & MethodDecorator {
  const mark = SetMetadata(publicMetadata, true);
  const raw = RouteConfig({ [rawBodyRoute]: true });
  const tell = ApiExtension(publicExtension, true);
  return (target: object, key?: string | symbol, descriptor?: PropertyDescriptor) => {
    if (key !== undefined && descriptor) {
      mark(target, key, descriptor);
      raw(target, key, descriptor);
      tell(target, key, descriptor);
      return;
    }
    mark(target as never);
    tell(target as never);
    const { prototype } = target as { prototype: object };
    for (const [name, method] of Object.entries(Object.getOwnPropertyDescriptors(prototype)))
      if (name !== 'constructor' && typeof method.value === 'function') raw(prototype, name, method);
  };
}
