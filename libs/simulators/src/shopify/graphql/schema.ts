import fs from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { buildClientSchema, parse, validate, type DocumentNode, type GraphQLError, type GraphQLSchema } from 'graphql';

/** Oldest first: a request for an older version falls forward to the first of these. */
export const API_VERSIONS = ['2026-07', '2026-10'] as const;
export type ApiVersion = (typeof API_VERSIONS)[number];

const loaded = new Map<ApiVersion, GraphQLSchema>();

/** Shopify's own Admin schema, built on first use (some 150 ms) and kept. */
export function schemaOf(version: ApiVersion): GraphQLSchema {
  let schema = loaded.get(version);
  if (!schema) {
    const file = path.join(__dirname, '..', 'schema', `admin_${version}.json.gz`);
    schema = buildClientSchema(read(file), { assumeValid: true });
    loaded.set(version, schema);
  }
  return schema;
}

/** Prose that nothing here reads. Cut before parsing, it never becomes objects: start is faster and the twin smaller. */
const PROSE = /"(?:description|deprecationReason)":(?:"(?:[^"\\]|\\.)*"|null),/g;

function read(file: string): Parameters<typeof buildClientSchema>[0] {
  const text = gunzipSync(fs.readFileSync(file)).toString('utf8').replace(PROSE, '');
  return (JSON.parse(text) as { data: Parameters<typeof buildClientSchema>[0] }).data;
}

export interface Prepared {
  document?: DocumentNode;
  errors: readonly GraphQLError[];
}

const DOCUMENTS_KEPT_MAX = 500;
const prepared = new Map<string, Prepared>();

/** Parses and validates; documents repeat, so the outcome is kept. */
export function prepare(source: string, version: ApiVersion): Prepared {
  const key = `${version} ${source}`;
  const known = prepared.get(key);
  if (known) return known;
  if (prepared.size >= DOCUMENTS_KEPT_MAX) prepared.clear();
  const result = check(source, version);
  prepared.set(key, result);
  return result;
}

function check(source: string, version: ApiVersion): Prepared {
  let document: DocumentNode;
  try {
    document = parse(source);
  } catch (error) {
    return { errors: [error as GraphQLError] };
  }
  const errors = validate(schemaOf(version), document);
  return errors.length > 0 ? { errors } : { document, errors };
}

/** For tests of whoever sends documents: the messages of what Shopify's schema of that version finds wrong, none if right. */
export function validateDocument(source: string, version: ApiVersion): string[] {
  return prepare(source, version).errors.map((error) => error.message);
}
