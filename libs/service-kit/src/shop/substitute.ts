import { at, type Path } from './path';

export interface Substituted {
  value: unknown;
  problems: string[];
}

/**
 * Puts the environment's value in the place of `${NAME}`, in values only and after the YAML was read, so that nothing
 * in a variable can change the shape of the file.
 */
export function substitute(value: unknown, env: Record<string, string | undefined>, path: Path = []): Substituted {
  if (typeof value === 'string') return substituteText(value, env, path);
  if (value === null || typeof value !== 'object') return { value, problems: [] };
  const problems: string[] = [];
  const replaced = Object.entries(value).map(([key, inner]): [string, unknown] => {
    const result = substitute(inner, env, [...path, Array.isArray(value) ? Number(key) : key]);
    problems.push(...result.problems);
    return [key, result.value];
  });
  return {
    value: Array.isArray(value) ? replaced.map(([, inner]) => inner) : Object.fromEntries(replaced),
    problems,
  };
}

function substituteText(text: string, env: Record<string, string | undefined>, path: Path): Substituted {
  const problems: string[] = [];
  const value = text.replace(/\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g, (placeholder, name: string) => {
    if (env[name]) return env[name];
    problems.push(
      `${at(path)}: the environment variable ${name} is not set; set it, or write the value in place of ${placeholder}`,
    );
    return placeholder;
  });
  return { value, problems };
}
