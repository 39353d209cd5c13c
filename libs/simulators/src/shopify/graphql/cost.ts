import {
  getNamedType,
  getNullableType,
  isCompositeType,
  isListType,
  Kind,
  valueFromASTUntyped,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

export const SINGLE_QUERY_MAX = 1000;
const MUTATION_COST = 10;

/**
 * Calculated query cost: scalars 0, objects 1, a mutation 10, a list what one element costs. Connections grow with the page,
 * but far less than linearly; the curve is read off live answers (1 -> 1, 10 -> 4, 100 and 250 -> 11.5 times one node, plus 1).
 */
export function requestedCost(
  schema: GraphQLSchema,
  document: DocumentNode,
  variables: Record<string, unknown>,
): number {
  return new CostWalk(schema, document, variables).operationCost();
}

/** The same sum over what was really answered: nulls are free, a page counts the nodes it holds. */
export function actualCost(
  schema: GraphQLSchema,
  document: DocumentNode,
  variables: Record<string, unknown>,
  data: Record<string, unknown> | null | undefined,
): number {
  return new CostWalk(schema, document, variables).operationCost(data ?? {});
}

const CURVE: [nodes: number, factor: number][] = [
  [1, 1],
  [10, 4],
  [100, 11.5],
];

export function pageFactor(nodes: number): number {
  if (nodes <= 0) return 0;
  const above = CURVE.findIndex(([size]) => nodes <= size);
  if (above === -1) return CURVE[CURVE.length - 1][1];
  if (above === 0) return CURVE[0][1];
  const [[x0, y0], [x1, y1]] = [CURVE[above - 1], CURVE[above]];
  return y0 + ((y1 - y0) * Math.log(nodes / x0)) / Math.log(x1 / x0);
}

/** Walks the selection, with the answer beside it when there is one. */
class CostWalk {
  private readonly fragments = new Map<string, FragmentDefinitionNode>();
  private readonly operation: OperationDefinitionNode;

  constructor(
    private readonly schema: GraphQLSchema,
    document: DocumentNode,
    private readonly variables: Record<string, unknown>,
  ) {
    let operation: OperationDefinitionNode | undefined;
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) this.fragments.set(definition.name.value, definition);
      else if (definition.kind === Kind.OPERATION_DEFINITION) operation ??= definition;
    }
    if (!operation) throw new Error('a document without an operation has no cost');
    this.operation = operation;
  }

  operationCost(data?: Record<string, unknown>): number {
    const root = this.schema.getRootType(this.operation.operation) as GraphQLObjectType;
    const mutation = this.operation.operation === 'mutation';
    let total = 0;
    for (const { field } of this.fields(root, this.operation.selectionSet)) {
      total += mutation ? this.mutationCost(root, field, data) : this.fieldCost(root, field, data);
    }
    return Math.max(1, Math.ceil(total));
  }

  private mutationCost(root: GraphQLObjectType, field: FieldNode, data?: Record<string, unknown>): number {
    const payload = getNamedType(root.getFields()[field.name.value].type) as GraphQLCompositeType;
    const answered = data?.[keyOf(field)];
    if (data && (answered === null || answered === undefined)) return MUTATION_COST;
    return (
      MUTATION_COST + this.selectionCost(payload, field.selectionSet, answered as Record<string, unknown> | undefined)
    );
  }

  private selectionCost(
    type: GraphQLCompositeType,
    selection: SelectionSetNode | undefined,
    data?: Record<string, unknown>,
  ): number {
    let total = 0;
    for (const { parent, field } of selection ? this.fields(type, selection) : []) {
      total += this.fieldCost(parent, field, data);
    }
    return total;
  }

  private fieldCost(parent: GraphQLCompositeType, field: FieldNode, data?: Record<string, unknown>): number {
    const type = this.typeOf(parent, field);
    const named = type && getNamedType(type);
    if (!type || !named || !isCompositeType(named)) return 0;
    const answered = data?.[keyOf(field)];
    if (data && (answered === null || answered === undefined)) return 0;
    if (named.name.endsWith('Connection')) return this.connectionCost(named, field, answered as Connection | undefined);
    if (named.name === 'PageInfo') return 0;
    if (isListType(getNullableType(type))) return this.listCost(named, field, answered as unknown[]);
    return 1 + this.selectionCost(named, field.selectionSet, answered as Record<string, unknown> | undefined);
  }

  private connectionCost(type: GraphQLCompositeType, field: FieldNode, answered: Connection | undefined): number {
    const node = this.nodeOf(type, field);
    const answeredNodes = answered && (answered.nodes ?? answered.edges?.map((edge) => edge.node) ?? []);
    const nodes = answeredNodes ? answeredNodes.length : this.pageSize(field);
    if (!node) return 1;
    const one = answeredNodes
      ? average(answeredNodes.map((value) => 1 + this.selectionCost(node.type, node.selection, value)))
      : 1 + this.selectionCost(node.type, node.selection);
    return 1 + one * pageFactor(nodes);
  }

  /** Lists of objects (userErrors, changes, quantities) are free in themselves; what they select counts once. */
  private listCost(type: GraphQLCompositeType, field: FieldNode, answered: unknown[] | undefined): number {
    if (!answered) return this.selectionCost(type, field.selectionSet);
    const objects = answered.filter((value) => value !== null) as Record<string, unknown>[];
    return Math.max(0, ...objects.map((value) => this.selectionCost(type, field.selectionSet, value)));
  }

  private nodeOf(connection: GraphQLCompositeType, field: FieldNode) {
    for (const { field: child } of field.selectionSet ? this.fields(connection, field.selectionSet) : []) {
      if (child.name.value === 'nodes') return this.selected(connection, child);
      if (child.name.value !== 'edges') continue;
      const edge = this.selected(connection, child);
      const node = [...this.fields(edge.type, edge.selection)].find(({ field: one }) => one.name.value === 'node');
      if (node) return this.selected(edge.type, node.field);
    }
    return undefined;
  }

  private selected(parent: GraphQLCompositeType, field: FieldNode) {
    const type = getNamedType(this.typeOf(parent, field) as GraphQLOutputType) as GraphQLCompositeType;
    return { type, selection: field.selectionSet as SelectionSetNode };
  }

  private pageSize(field: FieldNode): number {
    for (const argument of field.arguments ?? []) {
      if (argument.name.value !== 'first' && argument.name.value !== 'last') continue;
      const value = valueFromASTUntyped(argument.value, this.variables);
      if (typeof value === 'number') return value;
    }
    return 0;
  }

  private typeOf(parent: GraphQLCompositeType, field: FieldNode): GraphQLOutputType | undefined {
    return 'getFields' in parent ? parent.getFields()[field.name.value]?.type : undefined;
  }

  /** Fields of a selection with fragments opened, each with the type it is read from. */
  private *fields(
    parent: GraphQLCompositeType,
    selection: SelectionSetNode,
  ): Generator<{ parent: GraphQLCompositeType; field: FieldNode }> {
    for (const part of selection.selections) {
      if (part.kind === Kind.FIELD) {
        yield { parent, field: part };
        continue;
      }
      const fragment = part.kind === Kind.FRAGMENT_SPREAD ? this.fragments.get(part.name.value) : part;
      if (!fragment) continue;
      const narrowed = fragment.typeCondition && this.schema.getType(fragment.typeCondition.name.value);
      yield* this.fields(narrowed && isCompositeType(narrowed) ? narrowed : parent, fragment.selectionSet);
    }
  }
}

type Connection = { nodes?: Record<string, unknown>[]; edges?: { node: Record<string, unknown> }[] };

const keyOf = (field: FieldNode): string => field.alias?.value ?? field.name.value;

const average = (values: number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
