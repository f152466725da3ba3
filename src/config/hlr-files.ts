import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The private key among them, below the data folder. */
export const HLR_KEY = 'hlr/client-key.pem';

/**
 * TLS towards a register or serving node, below the data folder: `hlr/ca.pem`, whom we trust there; `hlr/client.pem` and
 * `hlr/client-key.pem`, as whom we call.
 *
 * @throws Error naming the file that is missing
 */
export function readHlrClient(dataFolder: string): {
  readonly caPem: string;
  readonly certPem: string;
  readonly keyPem: string;
} {
  const text = (name: string): string => {
    const path = join(dataFolder, name);
    if (!existsSync(path)) throw new Error(`${path} is missing`);
    return readFileSync(path, 'utf8');
  };
  return { caPem: text('hlr/ca.pem'), certPem: text('hlr/client.pem'), keyPem: text(HLR_KEY) };
}
