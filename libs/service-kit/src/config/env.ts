import 'reflect-metadata';
import { IsOptional, validateSync } from 'class-validator';
import { reasonOf } from '../validation-reason';
import { ConfigurationError } from './configuration-error';

export interface EnvVarOptions {
  /** What the value has to be, as a phrase: "a whole number of seconds, 1 to 600". */
  what: string;
  /** A value that would work; printed as the remedy. */
  example: string;
  /** How the text of the variable becomes a value; `list` splits at commas. */
  kind?: 'text' | 'integer' | 'list';
  /** Never print the value, not even a wrong one. */
  secret?: boolean;
  /** May be left out; the property then keeps its initial value. */
  optional?: boolean;
}

const metadataKey = Symbol('environment variables');
type Variables = Map<string, EnvVarOptions>;
export type ConfigClass<C extends object = object> = new () => C;

/** Binds a property to the environment variable of the same name. Validators of class-validator say what is allowed. */
export function EnvVar(options: EnvVarOptions): PropertyDecorator {
  return (prototype, property) => {
    const inherited: Variables | undefined = Reflect.getMetadata(metadataKey, prototype);
    const variables: Variables = new Map(inherited).set(String(property), options);
    Reflect.defineMetadata(metadataKey, variables, prototype);
    if (options.optional) IsOptional()(prototype, property);
  };
}

/**
 * Reads the environment once and hands back a valid object of `Config`.
 * @throws ConfigurationError naming every missing or wrong variable, what it should be and an example.
 */
export function parseEnvironment<C extends object>(
  Config: ConfigClass<C>,
  env: Record<string, string | undefined>,
  program: string,
): C {
  const variables: Variables = Reflect.getMetadata(metadataKey, Config.prototype) ?? new Map();
  const config = new Config();
  for (const [name, { kind }] of variables) {
    const text = env[name]?.trim();
    // An empty variable is how shells and compose files write "not set".
    if (text) Object.assign(config, { [name]: valueOf(text, kind) });
  }
  const wrong = new Map(validateSync(config).map((error) => [error.property, reasonOf(error.constraints)?.message]));
  const problems = [...variables]
    .filter(([name]) => wrong.has(name))
    .map(([name, options]) => problemOf(name, options, env[name]?.trim(), wrong.get(name)));
  if (problems.length > 0) throw new ConfigurationError(headingOf(program, problems.length), problems);
  return config;
}

function valueOf(text: string, kind: EnvVarOptions['kind']): unknown {
  if (kind === 'integer') return /^-?\d+$/.test(text) ? Number(text) : text;
  if (kind === 'list') return splitList(text);
  return text;
}

function splitList(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function headingOf(program: string, count: number): string {
  return `${program} cannot start: ${count === 1 ? 'one environment variable is' : `${count} environment variables are`} missing or wrong.`;
}

function problemOf(name: string, options: EnvVarOptions, text: string | undefined, reason: string | undefined): string {
  const found = !text
    ? `${name} is not set.`
    : options.secret
      ? `${name} is set, but cannot be used (its value is not shown here).`
      : `${name} is "${text}".`;
  // The validator's own sentence adds something only where there was a value to judge.
  const detail = text && reason ? [`Problem:   ${reason}`] : [];
  return [found, ...detail, `Should be: ${options.what}`, `Example:   ${name}=${options.example}`].join('\n');
}
