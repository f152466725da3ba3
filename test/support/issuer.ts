import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll } from 'vitest';
import { type Issuer, type IssuerAccount, openIssuer } from '../../src/simulators/issuer/provider.ts';

export interface TestIssuer extends Issuer {
  readonly url: string;
  readonly client: { readonly id: string; readonly secret: string };
  /** Answers nobody, until it is opened again. */
  shut(): Promise<void>;
  reopen(): Promise<void>;
}

/** A real OpenID provider on a port of its own. @param backTo the public address of the desks */
export async function testIssuer(
  backTo: string,
  accounts: readonly IssuerAccount[],
  scopes: Readonly<Record<string, readonly string[]>> = { profile: ['name'], groups: ['groups', 'shop'] },
): Promise<TestIssuer> {
  let provider: Issuer | null = null;
  const server = createServer((request, response) => provider?.handle(request, response));
  const listen = (port: number) =>
    new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const client = { id: 'handback', secret: 'a secret of the test that is long enough' };
  provider = await openIssuer({
    issuer: url,
    client: {
      ...client,
      redirectUri: `${backTo}/desk/callback`,
      postLogoutUri: `${backTo}/desk/signed-out`,
      backChannelLogoutUri: `${backTo}/desk/back-channel-logout`,
    },
    accounts,
    scopes,
    signInPage: ({ action, accounts: some }) =>
      some
        .map(
          ({ sub }) =>
            `<form method="post" action="${action}"><input type="hidden" name="account" value="${sub}">
             <button id="${sub}">in</button><button id="${sub}-mfa" name="second_factor" value="1">mfa</button></form>`,
        )
        .join(''),
    signOutPage: (form) =>
      `${form}<button id="out" type="submit" form="op.logoutForm" name="logout" value="yes">out</button>`,
  });
  const shut = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  afterAll(() => (server.listening ? shut() : undefined));
  return {
    url,
    client,
    shut,
    reopen: () => listen(port),
    handle: (request, response) => provider!.handle(request, response),
    rotateKeys: () => provider!.rotateKeys(),
  };
}
