import { configuration } from './configuration.ts';
import { errors } from './errors.ts';
import { importColumns } from './import-columns.ts';
import { openapi } from './openapi.ts';
import { stages } from './stages.ts';

export interface GeneratedFile {
  /** From the root of the project. */
  readonly path: string;
  readonly content: string;
}

/** Everything that is made from code and kept beside it. */
export async function generatedFiles(): Promise<readonly GeneratedFile[]> {
  return [configuration(), errors(), importColumns(), stages(), await openapi()];
}
