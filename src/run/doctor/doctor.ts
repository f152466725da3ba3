import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { loadRulebooks, unreadRulebooks } from '../../config/rulebook-file.ts';
import { readSettings, type Settings } from '../../config/settings.ts';
import { CHECKS, checkOf, type Finding } from '../../domain/findings.ts';
import { RULEBOOK_FOLDER } from '../compose.ts';
import { checkDatabase, type DoctorDatabase } from './check-database.ts';
import { checkDisk, checkModes, checkTls } from './check-files.ts';
import { checkNode } from './check-node.ts';
import {
  checkAccountFacts,
  checkChargeControl,
  checkCustomerRecords,
  checkHlr,
  checkMail,
  checkServingNodes,
  checkSmdp,
  checkSmpp,
  checkSwitchingCodes,
  checkTextCounts,
} from './check-peers.ts';
import { checkPublicUrl } from './check-public-url.ts';
import { finding, problemsOf, withoutSecrets } from './finding.ts';

export interface DoctorOptions {
  readonly environment: NodeJS.ProcessEnv;
  /** How the database of these settings is reached; null where there is none yet. The doctor makes none. */
  readonly database: (settings: Settings) => Promise<DoctorDatabase | null>;
}

/**
 * Looks at a set-up from all sides and changes nothing of it: nothing is migrated, no key and no folder is made. What cannot
 * be looked at is a finding, too.
 *
 * @returns in the order of `CHECKS`; no fact holds a secret of the settings
 */
export async function examine({ environment, database }: DoctorOptions): Promise<readonly Finding[]> {
  const read = settingsOf(environment);
  const found: Finding[] = [...checkNode(), ...read.findings];
  const { settings } = read;
  if (settings !== null) {
    const reached = await reach(settings, database);
    const demo = reached?.demo ?? false;
    try {
      const parts = await Promise.all([
        checkDatabase(settings, reached),
        checkModes(settings),
        checkTls(settings),
        checkDisk(settings),
        checkRulebooks(settings, reached),
        checkPublicUrl(settings, reached?.address ?? null),
        checkHlr(settings, demo),
        checkServingNodes(settings),
        checkSmpp(settings, demo),
        checkMail(settings),
        checkSmdp(settings),
        checkAccountFacts(settings),
        checkCustomerRecords(settings),
        checkSwitchingCodes(settings),
        checkChargeControl(settings),
        checkTextCounts(settings),
      ]);
      found.push(...parts.flat());
    } finally {
      await reached?.close();
    }
  }
  const order = (one: Finding): number => CHECKS.indexOf(checkOf(one));
  return withoutSecrets(
    environment,
    found.sort((a, b) => order(a) - order(b)),
  );
}

async function reach(
  settings: Settings,
  database: DoctorOptions['database'],
): Promise<DoctorDatabase | null> {
  try {
    return await database(settings);
  } catch (error) {
    return {
      url: null,
      cause: problemsOf(error),
      embedded: false,
      demo: false,
      rulebookOverlay: null,
      address: null,
      close: async () => undefined,
    };
  }
}

/** The settings; a bad operator file is a finding of its own, and keeps nothing else from being looked at. */
function settingsOf(environment: NodeJS.ProcessEnv): {
  readonly settings: Settings | null;
  readonly findings: readonly Finding[];
} {
  const file = environment['HANDBACK_OPERATOR_FILE'] ?? '';
  try {
    const settings = readSettings(environment);
    return {
      settings,
      findings: [
        finding('settings_good'),
        file === ''
          ? finding('operator_plain', { name: settings.operator.name })
          : finding('operator_good', { file, name: settings.operator.name }),
        ...(settings.operator.id === 'demo.handback.example'
          ? [finding('operator_id_of_demo', { id: settings.operator.id })]
          : []),
      ],
    };
  } catch (error) {
    if (file !== '') {
      const rest = settingsOf({ ...environment, HANDBACK_OPERATOR_FILE: '' });
      if (rest.settings !== null)
        return {
          settings: rest.settings,
          findings: [
            finding('settings_good'),
            finding('operator_bad', { file, problems: problemsOf(error) }),
            ...rest.findings.filter(({ code }) => code === 'operator_id_of_demo'),
          ],
        };
    }
    return { settings: null, findings: [finding('settings_bad', { problems: problemsOf(error) })] };
  }
}

async function checkRulebooks(
  settings: Settings,
  database: DoctorDatabase | null,
): Promise<readonly Finding[]> {
  const overlay = settings.rulebookOverlay ?? database?.rulebookOverlay ?? null;
  const unread = await unreadRulebooks(RULEBOOK_FOLDER);
  const passedOver = unread.length === 0 ? [] : [finding('rulebooks_unread', { files: unread.join(', ') })];
  try {
    const books = [...(await loadRulebooks(RULEBOOK_FOLDER, overlay ?? undefined)).values()];
    const named = books.map(({ jurisdiction, version }) => `${jurisdiction} ${version}`).join(', ');
    return [
      overlay === null
        ? finding('rulebooks_good', { books: named })
        : finding('rulebooks_overlaid', { books: named, file: overlay }),
      // A zone that this machine does not know is refused as the file is read.
      finding('zones_good', { zones: [...new Set(books.map(({ timeZone }) => timeZone))].join(', ') }),
      ...passedOver,
    ];
  } catch (error) {
    return [finding('rulebooks_bad', { problems: problemsOf(error) }), ...passedOver];
  }
}

/** Whether a data folder holds an embedded database. Root's may live elsewhere, and then only a running one is found. */
export function hasEmbeddedDatabase({ dataFolder }: Settings): boolean {
  return existsSync(join(dataFolder, 'postgres'));
}
