import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createS6a } from '../../../src/connectors/s6a/driver.ts';
import { parseImsi } from '../../../src/domain/values/imsi.ts';
import { type ErlangMmes, erlangInstalled, startErlangMmes } from '../../../src/simulators/s6a/erlang-mme.ts';
import {
  type FreeDiameter,
  freeDiameterInstalled,
  startFreeDiameter,
} from '../../../src/simulators/s6a/free-diameter.ts';
import { waitFor } from '../../support/wait-for.ts';
import { IDENTITY, REALM } from './epc-network.ts';

const missing = !freeDiameterInstalled()
  ? ' (skipped: freediameterd is not installed)'
  : !erlangInstalled()
    ? ' (skipped: erlang-diameter is not installed)'
    : '';

describe.skipIf(missing !== '')(`S6a through a freeDiameter relay to an MME on Erlang${missing}`, () => {
  const IMSI = parseImsi('001010000000001');
  const NODE = { domain: 'ps', name: `mme01.${REALM}`, realm: REALM } as const;
  const RELAY = `dra.${REALM}`;
  /** Another one: who comes back under the same name is not heard at once (RFC 3539 section 3.4.1). */
  const TLS_IDENTITY = { ...IDENTITY, originHost: `hss-tls.${REALM}` };
  let mmes: ErlangMmes;
  let relay: FreeDiameter;
  beforeAll(async () => {
    mmes = await startErlangMmes({ identity: NODE.name, realm: REALM });
    relay = await startFreeDiameter({
      identity: RELAY,
      realm: REALM,
      peers: [{ identity: NODE.name, host: mmes.host, port: mmes.port }],
      clients: [IDENTITY.originHost, TLS_IDENTITY.originHost],
    });
  });
  afterAll(async () => {
    await relay?.stop();
    await mmes?.close();
  });

  const tls = () => {
    const { certPem, keyPem } = relay.pki.client(TLS_IDENTITY.originHost);
    return { ca: relay.pki.caPem, cert: certPem, key: keyPem };
  };
  test.each([
    ['TCP', () => ({ port: relay.ports.tcp, identity: IDENTITY })],
    ['TLS', () => ({ port: relay.ports.tls, identity: TLS_IDENTITY, tls: tls() })],
  ])('over %s, the answer of the node counts, and the word of the relay does not', async (_name, config) => {
    const mme = mmes.mme(NODE.name);
    const s6a = createS6a({ host: relay.host, ...config() });
    try {
      // Until the relay has its own link to the node, it says that it cannot reach it.
      const reply = await waitFor(async () => {
        const { value, answers } = await s6a.cancelLocation(IMSI, NODE);
        expect(value.acknowledged).toBe(true);
        return answers;
      });
      expect(reply).toMatchObject([{ element: NODE.name, meaning: 'location_cancelled' }]);
      expect(mme.received.at(-1)).toMatchObject({ imsi: IMSI, cancellation: { type: 2, flags: 1 } });
      const nobody = await s6a.cancelLocation(IMSI, {
        ...NODE,
        name: 'mme01.elsewhere.example',
        realm: 'elsewhere.example',
      });
      expect(nobody).toMatchObject({
        value: { acknowledged: false },
        answers: [{ element: RELAY, meaning: 'node_unreachable' }],
      });
      const many = await Promise.all(Array.from({ length: 200 }, () => s6a.cancelLocation(IMSI, NODE)));
      expect(many.filter(({ value }) => value.acknowledged)).toHaveLength(200);
    } finally {
      await s6a.close();
    }
  });
});
