import {
  getLocation,
  print,
  type GraphQLError,
  type GraphQLFormattedError,
  type OperationDefinitionNode,
} from 'graphql';

/** Wrong variables as Shopify words them: INVALID_VARIABLE with the value and a list of problems, and no data. */
export function variableErrors(
  operation: OperationDefinitionNode,
  given: Record<string, unknown>,
  errors: readonly GraphQLError[],
): GraphQLFormattedError[] {
  return errors.map((error) => {
    const name = /Variable "\$(\w+)"/.exec(error.message)?.[1] ?? '';
    const declared = operation.variableDefinitions?.find((one) => one.variable.name.value === name);
    const type = declared ? print(declared.type) : 'unknown';
    const problem = problemOf(name, error.message);
    const at = problem.path.length > 0 ? ` for ${problem.path.join('.')} (${problem.explanation})` : '';
    return {
      message: `Variable $${name} of type ${type} was provided invalid value${at}`,
      locations: declared?.loc && [getLocation(declared.loc.source, declared.loc.start)],
      extensions: { code: 'INVALID_VARIABLE', value: given[name] ?? null, problems: [problem] },
    };
  });
}

function problemOf(variable: string, message: string): { path: (string | number)[]; explanation: string } {
  const unknownField = /Field "(\w+)" is not defined by type "(\w+)"/.exec(message);
  const missingField = /Field "(\w+)" of required type "([^"]+)" was not provided/.exec(message);
  const path = pathIn(variable, message);
  if (unknownField)
    return { path: [...path, unknownField[1]], explanation: `Field is not defined on ${unknownField[2]}` };
  if (missingField) return { path: [...path, missingField[1]], explanation: 'Expected value to not be null' };
  return { path, explanation: message.split('; ').pop() ?? message };
}

/** graphql-js names the place as `"input.quantities[0]"`. */
function pathIn(variable: string, message: string): (string | number)[] {
  const at = new RegExp(`at "${variable}([^"]*)"`).exec(message)?.[1] ?? '';
  return [...at.matchAll(/\.(\w+)|\[(\d+)\]/g)].map((part) => (part[2] === undefined ? part[1] : Number(part[2])));
}
