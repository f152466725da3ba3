import { access } from './access.ts';
import { configuration } from './configuration.ts';
import { errors } from './errors.ts';
import { exampleEnv } from './example-env.ts';
import { importColumns } from './import-columns.ts';
import { offlinePageScript } from './offline-page.ts';
import { openapi } from './openapi.ts';
import { stages } from './stages.ts';
import { thirdParty } from './third-party.ts';

export interface GeneratedFile {
  /** From the root of the project. */
  readonly path: string;
  readonly content: string;
}

/** Everything that is made from code and kept beside it. */
export async function generatedFiles(): Promise<readonly GeneratedFile[]> {
  return [
    access(),
    configuration(),
    exampleEnv(),
    errors(),
    importColumns(),
    stages(),
    thirdParty(),
    await offlinePageScript(),
    ...(await openapi()),
  ];
}
