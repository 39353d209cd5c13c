/** Values of a field; undefined when the thing searched has no such filter. */
export type FieldValues = (field: string) => string[] | undefined;

export interface Search {
  matches(values: FieldValues): boolean;
  /** Fields named in the query, so that unknown ones can be warned about. */
  fields: string[];
}

type Node =
  | { kind: 'and' | 'or'; parts: Node[] }
  | { kind: 'not'; part: Node }
  | { kind: 'term'; field: string | null; comparator: string; value: string };

const TOKEN = /\s*(\(|\)|-?(?:[A-Za-z_.]+):(?:<=|>=|<|>)?\s*(?:'[^']*'|"[^"]*"|[^\s()]+)|'[^']*'|"[^"]*"|[^\s()]+)/gy;

/** Shopify's search syntax: terms, comparators, quotes, AND (also by a blank), OR, NOT or -, and parentheses. */
export function parseSearch(query: string): Search {
  const tokens = [...query.matchAll(TOKEN)].map((match) => match[1]);
  const fields: string[] = [];
  let position = 0;

  const or = (): Node => {
    const parts = [and()];
    while (tokens[position] === 'OR') {
      position++;
      parts.push(and());
    }
    return parts.length === 1 ? parts[0] : { kind: 'or', parts };
  };
  const and = (): Node => {
    const parts: Node[] = [];
    while (position < tokens.length && tokens[position] !== ')' && tokens[position] !== 'OR') {
      if (tokens[position] === 'AND') position++;
      else parts.push(unary());
    }
    return parts.length === 1 ? parts[0] : { kind: 'and', parts };
  };
  const unary = (): Node => {
    const token = tokens[position++];
    if (token === 'NOT') return { kind: 'not', part: unary() };
    if (token === '(') {
      const inner = or();
      position++;
      return inner;
    }
    if (token.startsWith('-') && token.length > 1) return { kind: 'not', part: term(token.slice(1)) };
    return term(token);
  };
  const term = (token: string): Node => {
    const match = /^([A-Za-z_.]+):(<=|>=|<|>)?\s*(.*)$/s.exec(token);
    if (!match) return { kind: 'term', field: null, comparator: '', value: unquote(token) };
    fields.push(match[1]);
    return { kind: 'term', field: match[1], comparator: match[2] ?? '', value: unquote(match[3]) };
  };

  const root = or();
  return { fields, matches: (values) => evaluate(root, values) };
}

const unquote = (text: string): string => text.replace(/^(['"])(.*)\1$/s, '$2');

function evaluate(node: Node, values: FieldValues): boolean {
  switch (node.kind) {
    case 'and':
      return node.parts.every((part) => evaluate(part, values));
    case 'or':
      return node.parts.some((part) => evaluate(part, values));
    case 'not':
      return !evaluate(node.part, values);
    case 'term': {
      const found = values(node.field ?? 'default');
      // An invalid field is ignored (with a warning), it does not empty the result: a trap of the real search.
      return found === undefined || found.some((value) => compare(value, node.comparator, node.value));
    }
  }
}

function compare(value: string, comparator: string, wanted: string): boolean {
  if (comparator === '') return equal(value, wanted);
  const order = rank(value, wanted);
  if (comparator === '>') return order > 0;
  if (comparator === '>=') return order >= 0;
  if (comparator === '<') return order < 0;
  return order <= 0;
}

function equal(value: string, wanted: string): boolean {
  if (wanted === '*') return true;
  if (wanted.endsWith('*')) return value.toLowerCase().startsWith(wanted.slice(0, -1).toLowerCase());
  return value.toLowerCase() === wanted.toLowerCase() || (isTime(value) && rank(value, wanted) === 0);
}

const isTime = (text: string): boolean => /^\d{4}-\d\d-\d\dT/.test(text);

function rank(value: string, wanted: string): number {
  if (isTime(value)) return Math.sign(Date.parse(value) - Math.floor(Date.parse(wanted) / 1000) * 1000);
  const [a, b] = [Number(value), Number(wanted)];
  if (Number.isNaN(a) || Number.isNaN(b)) return value < wanted ? -1 : value > wanted ? 1 : 0;
  return /^\d+$/.test(value) && /^\d+$/.test(wanted)
    ? Math.sign(Number(BigInt(value) - BigInt(wanted)))
    : Math.sign(a - b);
}
