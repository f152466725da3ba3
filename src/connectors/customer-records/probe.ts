import { access, constants, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { RECORD_KINDS } from '../../domain/accounts/customer-records.ts';
import { ConnectorError } from '../../ports/connector-error.ts';
import type { Probe } from '../probe.ts';
import { customerRecordsFromViews } from './sql-views.ts';

/** Whether the folder is one that can be looked into. */
export const probeRecordFiles: Probe = async (url) => {
  const path = fileURLToPath(url);
  const fault = await stat(path)
    .then(async (found) => {
      if (!found.isDirectory()) return 'not_a_folder';
      await access(path, constants.R_OK | constants.X_OK);
      return null;
    })
    .catch((error: NodeJS.ErrnoException) => error.code ?? 'unreadable');
  return [{ channel: 'file', address: path, fault }];
};

/** Whether each view is there and can be read, for a holder who is none. */
export const probeRecordViews: Probe = async (url) => {
  const records = customerRecordsFromViews(url);
  try {
    const answers = [];
    for (const kind of RECORD_KINDS) {
      const fault = await firstOf(records.read({ holderId: '', lineIds: [] }, kind)).then(
        () => null,
        (error) => (error instanceof ConnectorError ? error.detail : 'unreadable'),
      );
      answers.push({ channel: `handback_${kind}`, address: url.host, fault });
    }
    return answers;
  } finally {
    await records.close();
  }
};

async function firstOf(parts: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of parts) return;
}
