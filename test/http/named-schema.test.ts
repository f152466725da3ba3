import { describe, expect, it } from 'vitest';
import { responseSerializers } from '../../src/http/kit/named-schema.ts';

const NAMED = {
  Line: { $id: 'Line', type: 'object', properties: { id: { type: 'string' }, case: { $ref: 'Case#' } } },
  Case: { $id: 'Case', type: 'object', properties: { line: { $ref: 'Line#' }, state: { type: 'string' } } },
  // Whoever looks at this one says that it is none.
  Wrong: { $id: 'Wrong', type: 'no type of JSON Schema' },
};
const ROUTE = { method: 'GET', url: '/', httpStatus: '200' };
const compile = () => responseSerializers()(NAMED, {});

describe('the serializers of answers', () => {
  it('are told of the named schemas that they reach, in a circle too, and of no other', () => {
    const serialize = compile()({ ...ROUTE, schema: { type: 'array', items: { $ref: 'Line#' } } });
    expect(serialize([{ id: 'L1', secret: 'x', case: { state: 'closed', secret: 'y' } }])).toBe(
      '[{"id":"L1","case":{"state":"closed"}}]',
    );
    expect(() => compile()({ ...ROUTE, schema: { $ref: 'Wrong#' } })).toThrow(/invalid/);
  });

  it('are made once for each schema', () => {
    const of = compile();
    const problem = () => of({ ...ROUTE, schema: { $ref: 'Case#' } });
    expect(problem()).toBe(problem());
    expect(of({ ...ROUTE, schema: { $ref: 'Line#' } })).not.toBe(problem());
  });

  it('refuse a name that nobody gave', () => {
    expect(() => compile()({ ...ROUTE, schema: { $ref: 'Nobody#' } })).toThrow(/Nobody/);
  });
});
