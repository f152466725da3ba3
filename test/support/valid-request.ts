import { type Operation, type Parameter, resolved, type Schema, validatorOf } from './contract.ts';

/** One value of each pattern that the contract uses. */
const BY_PATTERN: Readonly<Record<string, string>> = {
  '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$': '00000000-0000-7000-8000-000000000000',
  '^[0-9A-F]{18,20}$': '89860012345678901234',
  '^[\\x21-\\x7e]+$': 'call-1',
};
const BY_FORMAT: Readonly<Record<string, string>> = {
  date: '2026-02-13',
  'date-time': '2026-02-13T08:00:00Z',
};

/** A value that a schema of the contract allows, with every optional member; `given` takes the place of members by name. */
export function sampleOf(schema: Schema, given: Readonly<Record<string, unknown>> = {}): unknown {
  if ('$ref' in schema) return sampleOf(resolved<Schema>(schema as { $ref: string }), given);
  const [example] = (schema['examples'] as unknown[] | undefined) ?? [];
  if (example !== undefined) return example;
  if ('const' in schema) return schema['const'];
  if ('enum' in schema) return (schema['enum'] as unknown[])[0];
  const any = schema['anyOf'] as Schema[] | undefined;
  if (any !== undefined) return sampleOf(any.find((one) => one['type'] !== 'null')!, given);
  switch (schema['type']) {
    case 'object': {
      const properties = Object.entries((schema['properties'] ?? {}) as Record<string, Schema>);
      return Object.fromEntries(
        properties.map(([name, one]) => [name, name in given ? given[name] : sampleOf(one, given)]),
      );
    }
    case 'array':
      return [sampleOf(schema['items'] as Schema, given)];
    case 'integer':
    case 'number':
      return Math.max(1, Number(schema['minimum'] ?? 1));
    case 'boolean':
      return false;
    case 'null':
      return null;
    default:
      return textOf(schema);
  }
}

function textOf(schema: Schema): string {
  const {
    pattern,
    format,
    minLength = 0,
  } = schema as { pattern?: string; format?: string; minLength?: number };
  if (pattern !== undefined) {
    const text = BY_PATTERN[pattern];
    if (text === undefined) throw new Error(`BY_PATTERN has no text for ${pattern}`);
    return text;
  }
  return BY_FORMAT[format ?? ''] ?? 'x'.repeat(Math.max(1, minLength));
}

export interface ValidRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined where the operation takes none. */
  readonly payload: object | undefined;
}

/**
 * A request that the contract of an operation allows, so that what refuses it refuses who asks, not what is asked.
 *
 * @param given values by name, for what must exist: `caseId`, `lineId`, ...
 * @throws Error where a value does not fit its own schema
 */
export function validRequest(
  path: string,
  operation: Operation,
  given: Readonly<Record<string, unknown>> = {},
): ValidRequest {
  let url = path;
  const query = new URLSearchParams();
  const headers: Record<string, string> = {};
  for (const parameter of (operation.parameters ?? []).map(resolved<Parameter>)) {
    const { name, schema } = parameter;
    const value = name in given ? given[name] : sampleOf(schema);
    must(schema, value, `${operation.operationId}: ${name}`);
    const text = String(value);
    if (parameter.in === 'path') url = url.replace(`{${name}}`, encodeURIComponent(text));
    else if (parameter.in === 'query') query.set(name, text);
    else headers[name] = text;
  }
  const taken = operation.requestBody?.content['application/json']?.schema;
  // Bytes as they are: there is nothing to make of a schema.
  const schema = taken?.['format'] === 'binary' ? undefined : taken;
  const payload = schema === undefined ? undefined : (sampleOf(schema, given) as object);
  if (schema !== undefined) must(schema, payload, `${operation.operationId}: body`);
  return { url: query.size === 0 ? url : `${url}?${query}`, headers, payload };
}

function must(schema: Schema, value: unknown, what: string): void {
  const validate = validatorOf(schema);
  if (!validate(value)) throw new Error(`${what}: ${JSON.stringify(validate.errors)}`);
}
