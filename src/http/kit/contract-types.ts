type Json = Record<string, unknown>;
type Content = Record<string, { schema: Json; example?: unknown }>;
export interface ContractParameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header' | 'cookie';
  readonly required?: boolean;
  readonly description?: string;
  readonly schema: Json;
}
export type ContractOperation = {
  operationId: string;
  summary: string;
  description?: string;
  tags: string[];
  security: Record<string, string[]>[];
  parameters?: Json[];
  requestBody?: { required?: boolean; content: Content };
  responses: Record<string, { description?: string; content?: Content; $ref?: string }>;
  'x-error-codes'?: string[];
  'x-takes'?: string[];
};
/** An OpenAPI 3.1 document, as far as ours uses it. */
export type Contract = {
  components: Record<string, Record<string, unknown>>;
  paths: Record<string, Record<string, ContractOperation>>;
};
