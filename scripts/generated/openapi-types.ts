import type { Contract, ContractOperation, ContractParameter } from '../../src/http/kit/contract-types.ts';

type Schema = Readonly<Record<string, unknown>>;

/**
 * The contract as types for TypeScript, in one file that stands alone: a type for each named schema, and for each operation
 * what it takes and what it answers. Not by `openapi-typescript`: it builds on the compiler's API, which TypeScript 7 has not.
 */
export function typesOf(contract: Contract): string {
  const schemas = Object.entries(contract.components['schemas'] ?? {}) as [string, Schema][];
  const operations = Object.entries(contract.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => operationType(contract, path, method, operation)),
  );
  return [
    '// Made from the routes by `npm run docs`; not to be edited. Types of the HTTP API of Handback, version 1.',
    '/** What each operation takes and answers, by its `operationId`. */\nexport interface Operations {',
    ...operations,
    '}',
    CALLS,
    ...schemas.map(
      ([name, schema]) => `${comment(schema, '')}export type ${name} = ${typeOf(schema, '')};\n`,
    ),
  ].join('\n');
}

const CALLS = `export type OperationId = keyof Operations;
/** What must be sent: the parts of the address, the query, the headers and the body. */
export type Request<Id extends OperationId> = Operations[Id]['request'];
/** The body of an answer that is no refusal. */
export type Answer<Id extends OperationId> = Operations[Id]['answers'][keyof Operations[Id]['answers']];
/** The codes with which it can be refused. */
export type ErrorCode<Id extends OperationId = OperationId> = Operations[Id]['errors'];
`;

function operationType(
  contract: Contract,
  path: string,
  method: string,
  operation: ContractOperation,
): string {
  const shared = (contract.components['parameters'] ?? {}) as Readonly<Record<string, ContractParameter>>;
  const parameters = (operation.parameters ?? []).map((one) =>
    typeof one['$ref'] === 'string'
      ? shared[one['$ref'].split('/').at(-1)!]!
      : (one as unknown as ContractParameter),
  );
  const placed = (place: ContractParameter['in']): string[] => {
    const found = parameters.filter((one) => one.in === place);
    if (found.length === 0) return [];
    const optional = found.every(({ required }) => required !== true);
    const members = found.map(
      ({ name, required, schema, description }) =>
        `${comment({ description }, '        ')}        ${key(name)}${required === true ? '' : '?'}: ${typeOf(schema, '        ')};`,
    );
    return [`      ${place}${optional ? '?' : ''}: {`, ...members, '      };'];
  };
  const media = Object.entries(operation.requestBody?.content ?? {});
  const body = [...new Set(media.map(([, { schema }]) => typeOf(schema, '      ')))].join(' | ');
  const answers = Object.entries(operation.responses).filter(([status]) => Number(status) < 400);
  const codes = (operation['x-error-codes'] ?? []).map((code) => `      | '${code}'`);
  return [
    `  /** ${operation.summary} */`,
    `  ${operation.operationId}: {`,
    `    method: '${method.toUpperCase()}';`,
    `    path: '${path}';`,
    '    request: {',
    ...placed('path'),
    ...placed('query'),
    ...placed('header'),
    ...(body === '' ? [] : [`      body${operation.requestBody?.required === true ? '' : '?'}: ${body};`]),
    '    };',
    '    answers: {',
    ...answers.map(([status, { content }]) => {
      const types = Object.values(content ?? {}).map(({ schema }) => typeOf(schema, '      '));
      return `      ${status}: ${types.length === 0 ? 'null' : [...new Set(types)].join(' | ')};`;
    }),
    '    };',
    '    errors:',
    `${codes.join('\n')};`,
    '  };',
  ].join('\n');
}

function typeOf(schema: Schema, indent: string): string {
  const { $ref, type, items, format } = schema as {
    $ref?: string;
    type?: string;
    items?: Schema;
    format?: string;
  };
  if ($ref !== undefined) return $ref.split('/').at(-1)!;
  if ('const' in schema) return literal(schema['const']);
  if (Array.isArray(schema['enum'])) return schema['enum'].map(literal).join(' | ');
  if (Array.isArray(schema['anyOf'])) {
    return [...new Set((schema['anyOf'] as Schema[]).map((one) => typeOf(one, indent)))].join(' | ');
  }
  switch (type) {
    case 'object':
      return objectType(schema, indent);
    case 'array':
      return `ReadonlyArray<${typeOf(items ?? {}, indent)}>`;
    case 'string':
      return format === 'binary' ? 'Blob' : 'string';
    case 'integer':
    case 'number':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'null':
      return 'null';
    default:
      return 'unknown';
  }
}

function objectType(schema: Schema, indent: string): string {
  const properties = Object.entries((schema['properties'] ?? {}) as Record<string, Schema>);
  if (properties.length === 0) {
    const [values] = Object.values((schema['patternProperties'] ?? {}) as Record<string, Schema>);
    const more = schema['additionalProperties'];
    const of = values ?? (typeof more === 'object' && more !== null ? (more as Schema) : {});
    return `Readonly<Record<string, ${typeOf(of, indent)}>>`;
  }
  const required = (schema['required'] ?? []) as readonly string[];
  const inner = `${indent}  `;
  const members = properties.map(
    ([name, one]) =>
      `${comment(one, inner)}${inner}${one['readOnly'] === true ? 'readonly ' : ''}${key(name)}${required.includes(name) ? '' : '?'}: ${typeOf(one, inner)};`,
  );
  if (schema['additionalProperties'] === true) members.push(`${inner}[member: string]: unknown;`);
  return `{\n${members.join('\n')}\n${indent}}`;
}

const key = (name: string): string => (/^[A-Za-z_]\w*$/.test(name) ? name : `'${name}'`);
const literal = (value: unknown): string => JSON.stringify(value).replaceAll('"', "'");

function comment(schema: Schema, indent: string): string {
  const text = schema['description'];
  return typeof text === 'string' ? `${indent}/** ${text.replaceAll('*/', '*\\/')} */\n` : '';
}
