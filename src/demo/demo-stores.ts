import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Staff } from '../operations/access/actor.ts';
import type { Operations } from '../operations/context.ts';
import { importStores } from '../operations/stores/import-stores.ts';
import { readStoreFile } from '../operations/stores/store-file.ts';

/** The list that anybody can change and import again. */
const FILE = join(import.meta.dirname, '..', '..', 'examples', 'stores.csv');
const DEMO: Staff = {
  kind: 'staff',
  name: 'demo',
  scopes: ['lines:write'],
  channel: 'online',
  atMachine: true,
};

/** The stores of the demo operator, as its own command would import them. */
export async function seedDemoStores(op: Operations): Promise<void> {
  const file = await readStoreFile(op, readFileSync(FILE));
  await importStores(op, DEMO, { file, dryRun: false });
}
