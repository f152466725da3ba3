import { createPrivateKey, X509Certificate } from 'node:crypto';
import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Server } from 'node:https';
import { createSecureContext } from 'node:tls';
import type { TlsFiles } from '../config/settings.ts';

/** Certificate chain and key in PEM. */
export interface TlsIdentity {
  readonly cert: string;
  readonly key: string;
}

/** Between two looks at the files, in milliseconds: they are replaced once in weeks. */
const LOOK_MS = 60_000;

/** @throws Error that names the file and what is wrong with it */
export async function readTls({ cert, key }: TlsFiles): Promise<TlsIdentity> {
  const read = (setting: string, file: string): Promise<string> =>
    readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      throw new Error(`${setting}: ${file} cannot be read (${error.code})`);
    });
  const identity = {
    cert: await read('HANDBACK_TLS_CERT', cert),
    key: await read('HANDBACK_TLS_KEY', key),
  };
  const parsed = asError(
    `HANDBACK_TLS_CERT: ${cert} holds no certificate`,
    () => new X509Certificate(identity.cert),
  );
  const secret = asError(`HANDBACK_TLS_KEY: ${key} holds no private key`, () =>
    createPrivateKey(identity.key),
  );
  if (!parsed.checkPrivateKey(secret)) throw new Error(`${key} is not the key of the certificate in ${cert}`);
  asError(`${cert} and ${key} cannot be used together`, () => createSecureContext(identity));
  return identity;
}

/**
 * Has a server use the files as they are now: at SIGHUP, and when they changed. Files that cannot be used change nothing,
 * so that a half-written renewal takes no server down. Connections that are open keep what they began with.
 *
 * @returns how to stop, and how to look at once
 */
export function followTls(
  server: Pick<Server, 'setSecureContext'>,
  files: TlsFiles,
  on: { readonly changed: () => void; readonly failed: (error: unknown) => void },
): { stop(): void; reload(): Promise<void> } {
  let seen = stampOf(files);
  const reload = async (): Promise<void> => {
    seen = stampOf(files);
    try {
      server.setSecureContext({ ...(await readTls(files)), minVersion: 'TLSv1.2' });
      on.changed();
    } catch (error) {
      on.failed(error);
    }
  };
  const now = (): void => void reload();
  const look = setInterval(() => {
    if (stampOf(files) !== seen) now();
  }, LOOK_MS);
  look.unref();
  process.on('SIGHUP', now);
  return {
    reload,
    stop() {
      clearInterval(look);
      process.off('SIGHUP', now);
    },
  };
}

function stampOf({ cert, key }: TlsFiles): string {
  return [cert, key]
    .map((file) => {
      const stat = statSync(file, { throwIfNoEntry: false });
      return stat === undefined ? '-' : `${stat.mtimeMs} ${stat.size} ${stat.ino}`;
    })
    .join('|');
}

function asError<T>(what: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw new Error(what, { cause: error });
  }
}
