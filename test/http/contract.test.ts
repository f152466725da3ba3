import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { SCOPES } from '../../src/domain/people/scope.ts';
import {
  CONTRACT_FILE,
  contract,
  operations,
  resolved,
  type Schema,
  validatorOf,
} from '../support/contract.ts';

/** Every value of a document with the path to it. */
function* walk(value: unknown, path = '#'): Generator<readonly [string, unknown]> {
  yield [path, value];
  if (typeof value !== 'object' || value === null) return;
  for (const [key, item] of Object.entries(value)) yield* walk(item, `${path}/${key.replaceAll('/', '~1')}`);
}
const everywhere = [...walk(contract)];
const { schemas } = contract.components;

const REF = { type: 'object', required: ['$ref'], properties: { $ref: { type: 'string', pattern: '^#/' } } };
const orRef = (schema: Schema) => ({ anyOf: [REF, schema] });
const mapOf = (schema: Schema, keys = '^[A-Za-z0-9._-]+$') => ({
  type: 'object',
  propertyNames: { pattern: keys },
  additionalProperties: schema,
});
const CONTENT = mapOf(
  { type: 'object', required: ['schema'], properties: { schema: { type: 'object' } } },
  '^[a-z]+/[a-z0-9.+-]+$',
);
const RESPONSE = {
  type: 'object',
  required: ['description'],
  properties: {
    description: { type: 'string', minLength: 1 },
    content: CONTENT,
    headers: { type: 'object' },
  },
  additionalProperties: false,
};
const PARAMETER = {
  type: 'object',
  required: ['name', 'in', 'schema'],
  properties: {
    name: { type: 'string' },
    in: { enum: ['path', 'query', 'header', 'cookie'] },
    schema: { type: 'object' },
    required: { type: 'boolean' },
    description: { type: 'string' },
  },
  anyOf: [
    { properties: { in: { not: { const: 'path' } } } },
    { required: ['required'], properties: { required: { const: true } } },
  ],
};
const OPERATION = {
  type: 'object',
  required: ['operationId', 'summary', 'tags', 'responses', 'security', 'x-error-codes'],
  properties: {
    security: { type: 'array', minItems: 1, items: mapOf({ type: 'array', items: { type: 'string' } }) },
    operationId: { type: 'string', pattern: '^[a-z][A-Za-z]+$' },
    tags: { type: 'array', items: { type: 'string' }, minItems: 1 },
    parameters: { type: 'array', items: orRef(PARAMETER) },
    requestBody: { type: 'object', required: ['content'], properties: { content: CONTENT } },
    responses: { ...mapOf(orRef(RESPONSE), '^[1-5][0-9]{2}$'), minProperties: 1 },
  },
};
/** The parts of an OpenAPI 3.1 document that ours uses, by sections 4.8.1 to 4.8.24 of the specification. */
const DOCUMENT = {
  type: 'object',
  required: ['openapi', 'info', 'paths', 'components'],
  properties: {
    openapi: { const: '3.1.0' },
    info: {
      type: 'object',
      required: ['title', 'version'],
      properties: { title: { type: 'string' }, version: { type: 'string' } },
    },
    servers: { type: 'array', items: { type: 'object', required: ['url'] } },
    paths: mapOf(mapOf(OPERATION, '^(get|put|post|delete|patch|head|options|trace)$'), '^/'),
    components: {
      type: 'object',
      properties: {
        schemas: mapOf({ type: 'object' }),
        responses: mapOf(RESPONSE),
        parameters: mapOf(PARAMETER),
        securitySchemes: mapOf({ type: 'object', required: ['type'] }),
      },
      additionalProperties: false,
    },
  },
  additionalProperties: false,
};

describe('the written contract', () => {
  it('has the shape of an OpenAPI 3.1 document', () => {
    const validate = new Ajv2020({ strict: false }).compile(DOCUMENT);
    expect(validate(contract), JSON.stringify(validate.errors)).toBe(true);
  });

  it('has only references that resolve', () => {
    const refs = everywhere.filter(([path]) => path.endsWith('/$ref')).map(([, value]) => value as string);
    expect(refs.length).toBeGreaterThan(100);
    for (const $ref of refs) expect(resolved({ $ref }), $ref).toBeTypeOf('object');
  });

  it('has schemas that are JSON Schema 2020-12', () => {
    for (const [name, schema] of Object.entries(schemas)) {
      expect(() => validatorOf(schema), name).not.toThrow();
      expect(new Ajv2020({ strict: false }).validateSchema(schema), name).toBe(true);
    }
  });

  it('names each operation once, and every part of its address', () => {
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { path, operation } of operations) {
      const inAddress = (operation.parameters ?? []).map(resolved).filter((p) => p.in === 'path');
      expect(inAddress.map(({ name }) => `{${name}}`).sort(), path).toEqual(
        (path.match(/\{\w+\}/g) ?? []).sort(),
      );
    }
  });

  it('writes what has a name once', () => {
    const copies = everywhere.filter(([path, value]) =>
      Object.entries(schemas).some(
        ([name, schema]) => path !== `#/components/schemas/${name}` && isDeepStrictEqual(value, schema),
      ),
    );
    expect(copies.map(([path]) => path)).toEqual([]);
  });

  it('has no object of three members or more in two places, and every problem by reference', () => {
    const seen = new Map<string, string[]>();
    for (const [path, value] of everywhere) {
      const { type, properties } = (value ?? {}) as { type?: unknown; properties?: object };
      if (type !== 'object' || Object.keys(properties ?? {}).length < 3) continue;
      const text = JSON.stringify(properties);
      seen.set(text, [...(seen.get(text) ?? []), path]);
    }
    expect([...seen.values()].filter((paths) => paths.length > 1)).toEqual([]);
    for (const { operation } of operations) {
      const problems = Object.entries(operation.responses).filter(([status]) => Number(status) >= 400);
      for (const [status, response] of problems)
        expect(response, operation.operationId).toEqual({ $ref: `#/components/responses/Problem${status}` });
    }
  });

  it('uses every named schema, and stays small enough to be read', () => {
    const text = readFileSync(CONTRACT_FILE, 'utf8');
    for (const name of Object.keys(schemas)) expect(text).toContain(`"#/components/schemas/${name}"`);
    expect(text.split('\n').length / operations.length).toBeLessThan(115);
  });

  it('gives every body and every answer a name, and an example that its schema allows', () => {
    let examples = 0;
    for (const { operation } of operations) {
      const answers = Object.entries(operation.responses).filter(([status]) => Number(status) < 400);
      const contents = [operation.requestBody?.content, ...answers.map(([, one]) => resolved(one).content)];
      for (const [media, { schema, example }] of contents.flatMap((one) => Object.entries(one ?? {}))) {
        const at = `${operation.operationId} ${media}`;
        if (schema['format'] === 'binary') continue;
        if (media === 'application/json') expect(schema, at).toEqual({ $ref: expect.any(String) });
        const validate = validatorOf(schema);
        expect(validate(example), `${at}: ${JSON.stringify(validate.errors)}`).toBe(true);
        expect(JSON.stringify(example), at).not.toContain('"text"');
        examples++;
      }
    }
    expect(examples).toBeGreaterThan(operations.length);
  });

  it('says of every operation who may, with which scopes, and which headers it wants', () => {
    const schemes = Object.keys(contract.components.securitySchemes);
    for (const { method, path, operation } of operations) {
      expect(operation.security.length, path).toBeGreaterThan(0);
      for (const way of operation.security)
        for (const [scheme, scopes] of Object.entries(way)) {
          expect(schemes).toContain(scheme);
          for (const scope of scopes) expect(SCOPES).toContain(scope);
        }
      const headers = (operation.parameters ?? []).map(resolved).filter((one) => one.in === 'header');
      expect(headers.map(({ name }) => name)).toContain('Accept-Language');
      const keyed = headers.find(({ name }) => name === 'Idempotency-Key');
      expect(operation['x-error-codes'].includes('idempotency_key_missing'), path).toBe(
        keyed?.required === true,
      );
      if (method === 'GET') expect(keyed, path).toBeUndefined();
    }
    const securityOf = (id: string) =>
      operations.find(({ operation }) => operation.operationId === id)!.operation.security;
    expect(securityOf('declare')).toEqual([{ session: [] }, { token: ['cases:declare'] }]);
    expect(securityOf('viewCase')).toEqual([{ session: [] }, { receipt: [] }, { token: ['cases:read'] }]);
    expect(securityOf('verifyCertificate')).toEqual([{}]);
    const put = operations.find(({ operation }) => operation.operationId === 'putLine')!.operation;
    expect(put.parameters?.map(resolved).map(({ name }) => name)).toEqual(
      expect.arrayContaining(['If-Match', 'If-None-Match']),
    );
  });
});
