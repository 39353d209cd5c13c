import {
  getLocation,
  Kind,
  valueFromASTUntyped,
  type GraphQLFormattedError,
  type OperationDefinitionNode,
} from 'graphql';

const INPUT_ARRAY_MAX = 250;
/** productSet takes up to 2,048 variants: the one list with a limit of its own. */
const EXEMPT = new Set(['productSet']);

/** The top-level error of an argument array above 250 elements, at any depth; undefined when all are small enough. */
export function oversizedInput(
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
): GraphQLFormattedError | undefined {
  for (const field of operation.selectionSet.selections) {
    if (field.kind !== Kind.FIELD || EXEMPT.has(field.name.value)) continue;
    for (const argument of field.arguments ?? []) {
      const found = longest(valueFromASTUntyped(argument.value, variables), [argument.name.value]);
      if (!found) continue;
      return {
        message: `The input array size of ${found.size} is greater than the maximum allowed of ${INPUT_ARRAY_MAX}.`,
        locations: field.loc && [getLocation(field.loc.source, field.loc.start)],
        path: [field.alias?.value ?? field.name.value, ...found.path],
        extensions: { code: 'MAX_INPUT_SIZE_EXCEEDED' },
      };
    }
  }
  return undefined;
}

function longest(value: unknown, path: string[]): { size: number; path: string[] } | undefined {
  if (Array.isArray(value)) {
    if (value.length > INPUT_ARRAY_MAX) return { size: value.length, path };
    return firstOf(
      value.map((one, index) => [String(index), one]),
      path,
    );
  }
  return value && typeof value === 'object' ? firstOf(Object.entries(value), path) : undefined;
}

function firstOf(entries: [string, unknown][], path: string[]) {
  for (const [name, value] of entries) {
    const found = longest(value, [...path, name]);
    if (found) return found;
  }
  return undefined;
}
