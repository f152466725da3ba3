import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

export type Schema = Readonly<Record<string, unknown>>;
type MaybeRef<T> = T | { readonly $ref: string };
type Content = Readonly<Record<string, { readonly schema: Schema; readonly example?: unknown }>>;

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema: Schema;
}
export interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly MaybeRef<Parameter>[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<
    Record<string, MaybeRef<{ readonly description: string; readonly content?: Content }>>
  >;
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly 'x-error-codes': readonly string[];
}
export interface Contract {
  readonly openapi: string;
  readonly components: Readonly<
    Record<'schemas' | 'responses' | 'parameters' | 'securitySchemes', Readonly<Record<string, Schema>>>
  >;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

export const CONTRACT_FILE = join(import.meta.dirname, '..', '..', 'openapi', 'handback-v1.json');
export const contract: Contract = JSON.parse(readFileSync(CONTRACT_FILE, 'utf8'));

/** What a local reference points to. */
export function resolved<T>(value: MaybeRef<T>): T {
  if (typeof value !== 'object' || value === null || !('$ref' in value)) return value as T;
  let found: unknown = contract;
  for (const key of value.$ref.slice(2).split('/')) found = (found as Record<string, unknown>)?.[key];
  if (found === undefined) throw new Error(`${value.$ref} points to nothing`);
  return found as T;
}

/** Every operation with its method and path. */
export const operations = Object.entries(contract.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
);

const ajv = new Ajv2020({ strict: false, validateFormats: false });
ajv.addSchema(contract, 'contract');

/** Checks a value against a schema of the contract. */
export function validatorOf(schema: Schema): ValidateFunction {
  const absolute = JSON.stringify(schema).replaceAll('"$ref":"#/', '"$ref":"contract#/');
  return ajv.compile(JSON.parse(absolute) as Schema);
}

const known = operations.map(({ method, path, operation }) => ({
  method,
  operation,
  pattern: new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}$`),
  // The most particular address wins, as in the router.
  holes: path.split('{').length,
}));
const validators = new Map<Schema, ValidateFunction>();

/** What is wrong with an answer by the contract; null where all is well, or the address is not the contract's. */
export function breach(
  request: { readonly method: string; readonly url: string },
  answer: { readonly status: number; readonly type: string; readonly body: string },
): string | null {
  const path = request.url.split('?')[0]!;
  const [match] = known
    .filter(({ method, pattern }) => method === request.method && pattern.test(path))
    .sort((a, b) => a.holes - b.holes);
  if (match === undefined || answer.status === 304) return null;
  const name = `${match.operation.operationId} ${answer.status}`;
  const response = match.operation.responses[answer.status];
  if (response === undefined) return `${name} is not in the contract`;
  const { content } = resolved(response);
  const media = answer.type.split(';')[0]!;
  if (content === undefined) return answer.body === '' ? null : `${name} has a body`;
  const schema = content[media]?.schema;
  if (schema === undefined) return `${name} is of another kind: ${media}`;
  if (!media.endsWith('json')) return null;
  const validate = validators.get(schema) ?? validatorOf(schema);
  validators.set(schema, validate);
  return validate(JSON.parse(answer.body)) ? null : `${name}: ${ajv.errorsText(validate.errors)}`;
}
