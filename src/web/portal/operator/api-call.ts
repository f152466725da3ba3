import type { Contract, ContractOperation, ContractParameter } from '../../../http/kit/contract-types.ts';

/** An operation of the contract with where it is called; references to parameters are resolved. */
export interface ApiCall {
  readonly method: string;
  readonly path: string;
  readonly operation: ContractOperation;
  readonly parameters: readonly ContractParameter[];
}

/** The operations of the contract by their tags, in its order. */
export function callsByTag(contract: Contract): ReadonlyMap<string, readonly ApiCall[]> {
  const shared = (contract.components['parameters'] ?? {}) as Readonly<Record<string, ContractParameter>>;
  const calls = Object.entries(contract.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      operation,
      parameters: (operation.parameters ?? []).map((one) =>
        typeof one['$ref'] === 'string'
          ? shared[nameOf(one['$ref'])]!
          : (one as unknown as ContractParameter),
      ),
    })),
  );
  return Map.groupBy(calls, ({ operation }) => operation.tags[0] ?? '');
}

/** The last part of a reference. */
export const nameOf = (ref: string): string => ref.slice(ref.lastIndexOf('/') + 1);

const EXAMPLES: Readonly<Record<string, string>> = {
  caseId: '0198a3c2-5d10-7c4e-9b1a-3f2e6d8c4b70',
  certificateId: '0198a9f0-11aa-7d2c-8e55-0c9d7a6b1e42',
  notificationId: '0198a8b1-7c3d-7e19-8a44-5b6c7d8e9f01',
  lineId: 'L0000001',
  reference: 'HB-7K3F9QXM',
  iccid: '89860900000000000014',
};

/** The operation as a command line with curl, with what must be sent and nothing more. */
export function curlOf({ method, path, operation, parameters }: ApiCall, base: string): string {
  const url = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(EXAMPLES[name] ?? name));
  const [way = {}] = [...operation.security].sort((a, b) => rank(a) - rank(b));
  const body = operation.requestBody?.content;
  const json = body?.['application/json'];
  const isFile = json?.schema['format'] === 'binary';
  const parts = [
    `curl${method === 'GET' ? '' : ` -X ${method}`} ${quoted(base + url)}`,
    ...('token' in way || 'session' in way ? [header('Authorization: Bearer $TOKEN')] : []),
    ...('receipt' in way ? [header('Handback-Receipt: $REFERENCE $SECRET')] : []),
    ...parameters
      .filter((one) => one.in === 'header' && one.required)
      .map(({ name }) => header(`${name}: ${String(operation.operationId)}-1`)),
    ...(json === undefined
      ? []
      : isFile
        ? ["-H 'Content-Type: application/json'", '--data-binary @certificate.json']
        : ["-H 'Content-Type: application/json'", `-d ${quoted(JSON.stringify(json.example))}`]),
  ];
  return parts.join(' \\\n  ');
}

/** The way in that a system has, before that of a person. */
const rank = (way: Readonly<Record<string, unknown>>): number =>
  'token' in way ? 0 : 'session' in way ? 1 : 'receipt' in way ? 2 : 3;
const header = (text: string): string => `-H ${text.includes('$') ? `"${text}"` : quoted(text)}`;
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
