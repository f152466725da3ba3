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
