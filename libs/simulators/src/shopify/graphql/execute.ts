import {
  execute,
  getOperationAST,
  getDirectiveValues,
  getVariableValues,
  Kind,
  type DocumentNode,
  type ExecutionResult,
  type FieldNode,
  type GraphQLFormattedError,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import type { Shop } from '../model/shop';
import type { CostBucket } from './bucket';
import type { Context } from './context';
import { actualCost, requestedCost, SINGLE_QUERY_MAX } from './cost';
import { THROTTLED } from './errors';
import { KeyClaims, type IdempotencyKeys } from './idempotency';
import { oversizedInput } from './input-limits';
import { fieldResolver, typeResolver } from './resolve';
import { prepare, schemaOf, type ApiVersion } from './schema';
import { variableErrors } from './variable-errors';

export interface GraphqlRequest {
  query: string;
  variables: Record<string, unknown>;
  operationName?: string;
}

export interface GraphqlAnswer {
  body: Record<string, unknown>;
  /** The code of a top-level error, for the log. */
  error?: string;
}

/** A request that passed every check short of running it. */
export interface Admitted {
  run(): GraphqlAnswer;
  /** It will not be run: lets go of what it claimed. `failed` burns its idempotency keys. */
  abandon(failed: boolean): void;
}

/** The GraphQL door of one twin: admission (validity, size, cost, keys) first, execution in one synchronous step later. */
export class GraphqlDoor {
  constructor(
    private readonly shop: Shop,
    private readonly bucket: CostBucket,
    private readonly keys: IdempotencyKeys,
  ) {}

  admit(version: ApiVersion, request: GraphqlRequest): Admitted | GraphqlAnswer {
    const schema = schemaOf(version);
    const { document, errors } = prepare(request.query, version);
    if (!document) return { body: { errors: errors.map((error) => error.toJSON()) }, error: 'INVALID_DOCUMENT' };
    const operation = getOperationAST(document, request.operationName);
    if (!operation) return rejected({ message: 'No operation to execute', extensions: { code: 'BAD_REQUEST' } });
    const variables = variablesOf(schema, operation, request.variables);
    if ('errors' in variables) return { body: variables, error: 'INVALID_VARIABLE' };
    const oversized = oversizedInput(operation, variables.coerced);
    if (oversized) return rejected(oversized);
    const requested = requestedCost(schema, document, variables.coerced);
    const refusal = this.refusal(requested);
    if (refusal) return refusal;
    const claims = new KeyClaims(this.keys);
    for (const key of keysOf(schema, operation, variables.coerced)) claims.take(key);
    return {
      run: () => this.run({ schema, version, document, request, requested, claims, variables: variables.coerced }),
      abandon: (failed) => (failed ? claims.fail() : claims.release()),
    };
  }

  throttled(requested: number): GraphqlAnswer {
    const cost = { requestedQueryCost: requested, actualQueryCost: null, throttleStatus: this.bucket.status() };
    return { body: { errors: [THROTTLED], extensions: { cost } }, error: 'THROTTLED' };
  }

  private refusal(requested: number): GraphqlAnswer | undefined {
    if (!this.shop.options.limits) return undefined;
    if (requested > SINGLE_QUERY_MAX) {
      return rejected({
        message: `Query cost is ${requested}, which exceeds the single query max cost limit (${SINGLE_QUERY_MAX}).`,
        extensions: { code: 'MAX_COST_EXCEEDED', cost: requested, maxCost: SINGLE_QUERY_MAX },
      });
    }
    return this.bucket.admits(requested) ? undefined : this.throttled(requested);
  }

  private run(admitted: {
    schema: GraphQLSchema;
    version: ApiVersion;
    document: DocumentNode;
    request: GraphqlRequest;
    requested: number;
    claims: KeyClaims;
    variables: Record<string, unknown>;
  }): GraphqlAnswer {
    const { schema, document, claims, requested, variables } = admitted;
    const context: Context = { shop: this.shop, version: admitted.version, claims, searchWarnings: [] };
    const result = execute({
      schema,
      document,
      contextValue: context,
      variableValues: admitted.request.variables,
      operationName: admitted.request.operationName,
      fieldResolver,
      typeResolver,
    }) as ExecutionResult<Record<string, unknown>>;
    claims.release();
    const actual = actualCost(schema, document, variables, result.data);
    if (this.shop.options.limits) this.bucket.drain(actual);
    const cost = { requestedQueryCost: requested, actualQueryCost: actual, throttleStatus: this.bucket.status() };
    const search = context.searchWarnings.length > 0 ? { search: context.searchWarnings } : {};
    return {
      body: {
        ...(result.errors ? { errors: result.errors.map((error) => error.toJSON()) } : {}),
        data: result.data ?? null,
        extensions: { cost, ...search },
      },
      error: result.errors?.[0]?.extensions.code as string | undefined,
    };
  }
}

export const isAnswer = (value: Admitted | GraphqlAnswer): value is GraphqlAnswer => 'body' in value;

function rejected(error: GraphQLFormattedError): GraphqlAnswer {
  return { body: { errors: [error] }, error: String(error.extensions?.code) };
}

function variablesOf(schema: GraphQLSchema, operation: OperationDefinitionNode, given: Record<string, unknown>) {
  const result = getVariableValues(schema, operation.variableDefinitions ?? [], given);
  if (result.coerced) return { coerced: result.coerced };
  return { errors: variableErrors(operation, given, result.errors) };
}

/** Idempotency keys named by the operation's root fields, claimed from the moment the request is taken in. */
function keysOf(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
): string[] {
  const directive = schema.getDirective('idempotent');
  if (!directive) return [];
  return rootFields(operation).flatMap((field) => {
    const values = getDirectiveValues(directive, field, variables);
    return values ? [String(values.key)] : [];
  });
}

export function rootFields(operation: OperationDefinitionNode): FieldNode[] {
  return operation.selectionSet.selections.filter((part): part is FieldNode => part.kind === Kind.FIELD);
}

/** The root fields of a document, joined: how the log and the faults call a request. Invalid documents have no name. */
export function operationName(source: string, version: ApiVersion): string {
  const { document } = prepare(source, version);
  const operation = document && getOperationAST(document);
  return operation
    ? rootFields(operation)
        .map((field) => field.name.value)
        .join('+')
    : 'invalid';
}
