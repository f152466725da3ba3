import { SerializerSelector } from '@fastify/fast-json-stringify-compiler';
import type { FastifyInstance } from 'fastify';
import { type Static, type TSchema, Type } from 'typebox';

const definitions = new Map<string, TSchema>();

/**
 * A schema that the contract gives a name. What comes back is a reference to it, with the type of what it describes:
 * the contract then writes the schema once, however many operations use it.
 *
 * @throws Error if the name is taken
 */
export function named<T extends TSchema>(name: string, schema: T) {
  if (definitions.has(name)) throw new Error(`two schemas are named ${name}`);
  definitions.set(name, Object.assign(schema, { $id: name }));
  return Type.Unsafe<Static<T>>({ $ref: `${name}#` });
}

/** Makes the references resolve in a server: once for each server, before its routes. */
export function addNamedSchemas(app: FastifyInstance): void {
  for (const schema of definitions.values()) app.addSchema(schema);
}

/**
 * Fastify's own compiler of response schemas, asked once for each schema and told only of the named schemas that this one reaches. Given all of
 * them for each answer of each route, it checks every one every time, and a server takes many seconds to start.
 */
export function responseSerializers(): ReturnType<typeof SerializerSelector> {
  const factory = SerializerSelector();
  return (external, options) => {
    const named = (external ?? {}) as Readonly<Record<string, unknown>>;
    const made = new Map<string, (data: unknown) => string>();
    return (route) => {
      const key = JSON.stringify(route.schema);
      const serialize = made.get(key) ?? factory(reached(route.schema, named), options)(route);
      made.set(key, serialize);
      return serialize;
    };
  };
}

/** The named schemas that a schema refers to, and those that these refer to. */
function reached(schema: unknown, named: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  const look = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, part] of Object.entries(value)) {
      if (key !== '$ref' || typeof part !== 'string') {
        look(part);
        continue;
      }
      const name = part.split('#', 1)[0]!;
      const target = named[name];
      if (target === undefined || name in found) continue;
      found[name] = target;
      look(target);
    }
  };
  look(schema);
  return found;
}
