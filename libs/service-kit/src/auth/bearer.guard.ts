import { ForbiddenException, Injectable, UnauthorizedException } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { publicMetadata, rolesMetadata, type Role } from './access';
import { TokenBook } from './token-book';

/** Decides on every HTTP route. A route that says neither `@Roles` nor `@Public` is refused: forgetting is safe. */
@Injectable()
export class BearerGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly tokens: TokenBook,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    // Facts come in through the broker, which has credentials of its own.
    if (context.getType() !== 'http') return true;
    const targets = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean | undefined>(publicMetadata, targets)) return true;
    const allowed = this.reflector.getAllAndOverride<Role[] | undefined>(rolesMetadata, targets);
    if (!allowed) throw new ForbiddenException('Nobody may call this route: it names no role.');
    this.admit(context, allowed);
    return true;
  }

  private admit(context: ExecutionContext, allowed: Role[]): void {
    const http = context.switchToHttp();
    const token = bearerOf(http.getRequest<FastifyRequest>().headers.authorization);
    const role = token === null ? null : this.tokens.roleOf(token);
    if (!role) {
      void http.getResponse<FastifyReply>().header('www-authenticate', 'Bearer');
      throw new UnauthorizedException(
        token === null
          ? 'Send a token: "Authorization: Bearer <token>".'
          : 'This bearer token is not known here; see TILLBRIDGE_SERVICE_TOKENS and TILLBRIDGE_OPERATOR_TOKENS.',
      );
    }
    if (!allowed.includes(role))
      throw new ForbiddenException(`This route needs a token of the role ${allowed.join(' or ')}; yours is ${role}.`);
  }
}

function bearerOf(header: string | undefined): string | null {
  return /^Bearer ([\x21-\x7e]+)$/i.exec(header ?? '')?.[1] ?? null;
}
