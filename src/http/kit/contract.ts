import type { SwaggerOptions } from '@fastify/swagger';

type Json = Record<string, unknown>;
type Operation = { parameters?: Json[]; responses: Record<string, Json>; 'x-error-codes'?: string[] };
export type Contract = {
  components: Record<string, Record<string, unknown>>;
  paths: Record<string, Record<string, Operation>>;
};

/** How the contract is made from the routes. */
export const CONTRACT: SwaggerOptions = {
  openapi: {
    openapi: '3.1.0',
    info: {
      title: 'Handback',
      version: '1',
      description:
        'Ends a mobile line properly. Errors are problem details (RFC 9457) with stable codes; `x-error-codes` lists those of each operation.',
    },
    servers: [{ url: '/' }],
    components: {
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description: "A subscriber's session token, or a token of a system or of staff (`hbk_...`).",
        },
        receipt: {
          type: 'apiKey',
          in: 'header',
          name: 'Handback-Receipt',
          description: 'REFERENCE SECRET of one case.',
        },
      },
    },
    security: [{ bearer: [] }, { receipt: [] }, {}],
  },
  // Named schemas keep their names.
  refResolver: { buildLocalReference: (schema, _base, _fragment, n) => String(schema.$id ?? `unnamed-${n}`) },
  transformObject: (document) => {
    const contract = ('openapiObject' in document ? document.openapiObject : {}) as unknown as Contract;
    shareProblems(contract);
    shareParameters(contract);
    contract.components['schemas'] = sorted(contract.components['schemas'] ?? {});
    return contract as never;
  },
};

const operationsOf = (contract: Contract): Operation[] =>
  Object.values(contract.paths).flatMap((methods) => Object.values(methods));

const sorted = <T>(entries: Record<string, T>): Record<string, T> =>
  Object.fromEntries(Object.entries(entries).sort(([a], [b]) => (a < b ? -1 : 1)));

/** One problem response for each status; `x-error-codes` lists the codes of each operation. */
function shareProblems(contract: Contract): void {
  const problems: Record<string, { description: string; content: Json }> = {};
  for (const { responses } of operationsOf(contract)) {
    for (const [status, { description, content }] of Object.entries(responses)) {
      if ((content as Json | undefined)?.['application/problem+json'] === undefined) continue;
      const name = `Problem${status}`;
      const codes = new Set(`${description}, ${problems[name]?.description ?? description}`.split(', '));
      problems[name] = { description: [...codes].sort().join(', '), content: content as Json };
      responses[status] = { $ref: `#/components/responses/${name}` };
    }
  }
  contract.components['responses'] = sorted(problems);
}

/** A parameter that several operations take is written once. */
function shareParameters(contract: Contract): void {
  const lists = operationsOf(contract).flatMap(({ parameters }) => (parameters ? [parameters] : []));
  const counts = new Map<string, number>();
  for (const text of lists.flat().map((parameter) => JSON.stringify(parameter)))
    counts.set(text, (counts.get(text) ?? 0) + 1);
  const shared: Record<string, Json> = {};
  for (const list of lists) {
    for (const [at, parameter] of list.entries()) {
      if (counts.get(JSON.stringify(parameter)) === 1) continue;
      const name = pascalCase(String(parameter['name']));
      const known = shared[name];
      if (known !== undefined && JSON.stringify(known) !== JSON.stringify(parameter))
        throw new Error(`operations do not agree on what the parameter ${name} is`);
      shared[name] = parameter;
      list[at] = { $ref: `#/components/parameters/${name}` };
    }
  }
  contract.components['parameters'] = sorted(shared);
}

const pascalCase = (name: string): string =>
  name.replace(/(^|-)([a-z])/g, (_, _dash, letter: string) => letter.toUpperCase());
