import { getSchemaPath, type OpenAPIObject } from '@nestjs/swagger';
import { publicExtension } from '../auth/access';
import { Problem } from './problem';

type Paths = OpenAPIObject['paths'];
type Operation = NonNullable<Paths[string]['get']>;
type Responses = Operation['responses'];
type Answer = NonNullable<Responses[string]>;

const problem = { 'application/problem+json': { schema: { $ref: getSchemaPath(Problem) } } };

/**
 * Says once what guard, validation and error filter do on every route: which token it needs, and how it refuses. A route's
 * own words for a status stand.
 */
export function describeAnswers(document: OpenAPIObject): OpenAPIObject {
  const paths = mapValues(document.paths, (item: Paths[string]) => mapValues(item, describeOperation));
  return { ...document, paths };
}

function describeOperation(operation: Operation): Operation {
  const { [publicExtension]: isPublic, ...described } = operation as Operation & Record<string, unknown>;
  // Without a token there is none to refuse; a webhook says itself how it answers its vendor.
  if (isPublic) return { ...described, security: [] } as Operation;
  const own = mapValues(operation.responses, withProblem);
  return { ...(described as Operation), responses: { ...refusalsOf(operation), ...own } };
}

function refusalsOf({ parameters = [], requestBody }: Operation): Responses {
  const takesInput = parameters.length > 0 || requestBody !== undefined;
  return {
    ...(takesInput && { 400: { description: 'the request is wrong; `problems` names each field', content: problem } }),
    401: { description: 'no bearer token, or one that is not known here', content: problem },
    403: { description: 'the token is known, but not for this route', content: problem },
    503: { description: 'something this service needs is away; come back after Retry-After', content: problem },
  };
}

function withProblem(answer: Answer, status: string): Answer {
  if (Number(status) < 400 || '$ref' in answer || answer.content) return answer;
  return { ...answer, description: answer.description ?? '', content: problem };
}

function mapValues<T extends object, V>(object: T, map: (value: V, key: string) => V): T {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, map(value as V, key)])) as T;
}
