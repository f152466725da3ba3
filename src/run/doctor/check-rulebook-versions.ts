import { loadRulebooks } from '../../config/rulebook-file.ts';
import type { Settings } from '../../config/settings.ts';
import { HandbackError } from '../../domain/errors.ts';
import type { Finding } from '../../domain/findings.ts';
import type { Db } from '../../store/database/database.ts';
import { keptVersions } from '../../store/rulebooks/versions.ts';
import { RULEBOOK_FOLDER } from '../compose.ts';
import { finding } from './finding.ts';

/** Whether the folder has versions that do not decide. What is wrong with a file itself is found without a database. */
export async function checkRulebookVersions(
  settings: Settings,
  overlay: string | null,
  db: Db,
): Promise<readonly Finding[]> {
  const files = await loadRulebooks(RULEBOOK_FOLDER, settings.rulebookOverlay ?? overlay ?? undefined).catch(
    (error: unknown) => {
      if (error instanceof HandbackError) return new Map<string, never>();
      throw error;
    },
  );
  const inForce = (await keptVersions(db)).filter(({ state }) => state === 'in_force');
  return inForce.flatMap(({ jurisdiction, version }) => {
    const file: { readonly version: string } | undefined = files.get(jurisdiction);
    if (file === undefined || file.version === version) return [];
    return finding('rulebooks_proposed', {
      book: `${jurisdiction} ${file.version}`,
      inForce: `${jurisdiction} ${version}`,
    });
  });
}
