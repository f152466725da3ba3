import { describe, expect, it } from 'vitest';
import { nodeVerifyCrypto } from '../../src/ports/node-verify-crypto.ts';
import { openCheckpoint } from '../../src/tlog/checkpoint.ts';
import { parseVkey } from '../../src/tlog/note.ts';
import { LogSequencer } from '../../src/workflow/log-sequencer.ts';
import { testDatabase } from '../support/database.ts';
import { inProcess } from '../support/in-process.ts';
import { queued, testLog } from '../support/log.ts';

const database = await testDatabase();
const log = await testLog(database.pool);
const at = { url: database.url, dataFolder: log.settings.dataFolder };

describe('handback log', () => {
  it('prints the key and the head, and says where there is none', async () => {
    expect(await inProcess(at, ['log', 'head'])).toMatchObject({
      code: 1,
      out: expect.stringContaining('no checkpoint yet'),
    });
    await queued(log.pool, 3);
    await new LogSequencer(log.pool, log.signer, () => undefined).turn();
    const { out: vkey } = await inProcess(at, ['log', 'key']);
    const { out: head, code } = await inProcess(at, ['log', 'head']);
    expect(code).toBe(0);
    const key = (await parseVkey(vkey.trim(), nodeVerifyCrypto))!;
    expect(await openCheckpoint(head, [key], nodeVerifyCrypto)).toMatchObject({
      ok: true,
      checkpoint: { size: 3 },
    });
  });
});
