import { GraphQLError, type GraphQLFormattedError } from 'graphql';

export interface UserError {
  field: string[] | null;
  message: string;
  code?: string;
}

/** A failure of the mutation that is data, not an exception. */
export const userError = (field: string[] | null, message: string, code?: string): UserError => ({
  field,
  message,
  ...(code ? { code } : {}),
});

export const failure = (code: string, message: string, extra: Record<string, unknown> = {}): GraphQLError =>
  new GraphQLError(message, { extensions: { code, ...extra } });

/** The field alone is null; the rest of the answer stands. */
export const accessDenied = (field: string, scope: string): GraphQLError =>
  failure('ACCESS_DENIED', `Access denied for ${field} field. Required access: \`${scope}\` access scope.`, {
    documentation: 'https://shopify.dev/api/usage/access-scopes',
    requiredAccess: `\`${scope}\` access scope.`,
  });

export const THROTTLED: GraphQLFormattedError = {
  message: 'Throttled',
  extensions: { code: 'THROTTLED', documentation: 'https://shopify.dev/api/usage/rate-limits' },
};
