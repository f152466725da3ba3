import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createS6a } from '../../../src/connectors/s6a/driver.ts';
import { parseImsi } from '../../../src/domain/values/imsi.ts';
import { startDiameterAgent } from '../../../src/simulators/s6a/agent.ts';
import { type ErlangMmes, erlangInstalled, startErlangMmes } from '../../../src/simulators/s6a/erlang-mme.ts';
import { waitFor } from '../../support/wait-for.ts';
import { describeHlrContract } from '../contracts/hlr-contract.ts';
import { EPC, epcNetwork, IDENTITY, REALM } from './epc-network.ts';

const withoutErlang = erlangInstalled() ? undefined : 'skipped: erlang-diameter is not installed';

describeHlrContract(
  'PyHSS with S6a, simulated',
  async () => epcNetwork(await startDiameterAgent()),
  undefined,
  EPC,
);

describeHlrContract(
  'PyHSS, simulated, with S6a to the Diameter stack of Erlang/OTP',
  async () => epcNetwork(await startErlangMmes()),
  withoutErlang,
  EPC,
);

const reason = withoutErlang === undefined ? '' : ` (${withoutErlang})`;
describe.skipIf(withoutErlang !== undefined)(`an MME on Erlang's Diameter stack${reason}`, () => {
  const IMSI = parseImsi('001010000000001');
  const NODE = { domain: 'ps', name: `mme01.${REALM}`, realm: REALM } as const;
  let mmes: ErlangMmes;
  let s6a: ReturnType<typeof createS6a>;
  beforeAll(async () => {
    mmes = await startErlangMmes({ identity: NODE.name, realm: REALM });
    s6a = createS6a({ host: mmes.host, port: mmes.port, identity: IDENTITY });
    // What is asked right after the greeting its stack sometimes throws away.
    mmes.mme(NODE.name);
    await waitFor(async () => expect((await s6a.cancelLocation(IMSI, NODE)).value.acknowledged).toBe(true));
  });
  afterAll(async () => {
    await s6a?.close();
    await mmes?.close();
  });

  test('reads a withdrawal that does not ask the phone to come back', async () => {
    const mme = mmes.mme(NODE.name);
    expect(await s6a.cancelLocation(IMSI, NODE)).toMatchObject({
      value: { acknowledged: true },
      answers: [{ element: NODE.name, meaning: 'location_cancelled' }],
    });
    expect(mme.received).toMatchObject([
      { command: 317, imsi: IMSI, realm: REALM, cancellation: { type: 2, flags: 1 } },
    ]);
  });

  test('reads a bar of all services, and a grant', async () => {
    const mme = mmes.mme(NODE.name);
    const barred = await s6a.tellService!(IMSI, NODE, 'refused');
    const granted = await s6a.tellService!(IMSI, NODE, 'granted');
    expect([...barred.answers, ...granted.answers]).toMatchObject([
      { element: NODE.name, meaning: 'access_refused', node: NODE },
      { element: NODE.name, meaning: 'access_restored', node: NODE },
    ]);
    expect(mme.received.map(({ status }) => status)).toEqual([
      { subscriber: 1, barred: 0b1001 },
      { subscriber: 0, barred: null },
    ]);
  });

  test('says of a subscriber that it has none such, which is its own word on the state', async () => {
    mmes.mme(NODE.name, () => 'unknown_user');
    const reply = await s6a.cancelLocation(IMSI, NODE);
    expect(reply).toMatchObject({
      value: { acknowledged: false },
      answers: [{ element: NODE.name, meaning: 'absent_at_node' }],
    });
    // Said of a bar it is no proof: an attach that was under way can end behind it.
    const told = await s6a.tellService!(IMSI, NODE, 'refused');
    expect(told.answers).toMatchObject([{ element: NODE.name, meaning: 'cancel_refused' }]);
  });
});
