import type { SwaggerOptions } from '@fastify/swagger';
import { SCOPES } from '../../domain/people/scope.ts';
import type { Contract, ContractOperation } from './contract-types.ts';
import { addExamples } from './examples/contract-examples.ts';

type Json = Record<string, unknown>;

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
        session: { type: 'http', scheme: 'bearer', description: "A subscriber's session, from `signIn`." },
        token: {
          type: 'http',
          scheme: 'bearer',
          description: `A token of a system or of staff (\`hbk_...\`, \`handback tokens make\`). What each operation lists are the scopes that it must hold, of: ${SCOPES.join(', ')}.`,
        },
        receipt: {
          type: 'apiKey',
          in: 'header',
          name: 'Handback-Receipt',
          description: 'REFERENCE SECRET of one case.',
        },
      },
    },
  },
  // Pages have none: they are no part of it.
  hideUntagged: true,
  // Named schemas keep their names.
  refResolver: { buildLocalReference: (schema, _base, _fragment, n) => String(schema.$id ?? `unnamed-${n}`) },
  transformObject: (document) => {
    const contract = ('openapiObject' in document ? document.openapiObject : {}) as unknown as Contract;
    for (const operation of operationsOf(contract)) {
      nameHeaders(operation);
      takeBytes(operation);
    }
    addExamples(contract);
    shareProblems(contract);
    shareParameters(contract);
    contract.components['schemas'] = sorted(contract.components['schemas'] ?? {});
    return contract as never;
  },
};

const operationsOf = (contract: Contract): ContractOperation[] =>
  Object.values(contract.paths).flatMap((methods) => Object.values(methods));

const sorted = <T>(entries: Record<string, T>): Record<string, T> =>
  Object.fromEntries(Object.entries(entries).sort(([a], [b]) => (a < b ? -1 : 1)));

/** As the standards write them; and the key that every write wants, which the routes refuse with a code of its own. */
function nameHeaders({ parameters = [] }: ContractOperation): void {
  for (const parameter of parameters) {
    if (parameter['in'] !== 'header') continue;
    const name = String(parameter['name']).replace(/(^|-)[a-z]/g, (start) => start.toUpperCase());
    parameter['name'] = name;
    parameter['required'] = name === 'Idempotency-Key';
  }
}

/** A body that is taken as it is has no schema of ours. */
function takeBytes(operation: ContractOperation): void {
  const media = operation['x-takes'];
  if (media === undefined) return;
  delete operation['x-takes'];
  const schema = { type: 'string', format: 'binary' };
  operation.requestBody = {
    content: Object.fromEntries(media.map((type) => [type, { schema: { ...schema } }])),
  };
}

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
      const text = JSON.stringify(parameter);
      // Of one name in the path and in the query, the one in the query says so.
      const name = [
        pascalCase(String(parameter['name'])),
        `${pascalCase(String(parameter['name']))}InQuery`,
      ].find((free) => shared[free] === undefined || JSON.stringify(shared[free]) === text);
      if (name === undefined)
        throw new Error(`operations do not agree on what the parameter ${String(parameter['name'])} is`);
      shared[name] = parameter;
      list[at] = { $ref: `#/components/parameters/${name}` };
    }
  }
  contract.components['parameters'] = sorted(shared);
}

const pascalCase = (name: string): string =>
  name.replace(/(^|-)([A-Za-z])/g, (_, _dash, letter: string) => letter.toUpperCase());

/** The contract of a server that is ready. */
export const contractOf = (app: { swagger(): unknown }): Contract => app.swagger() as Contract;
