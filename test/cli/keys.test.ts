import { describe, expect, it } from 'vitest';
import { holderCopy } from '../../src/operations/certificates/holder-copy.ts';
import { receiptOf } from '../support/actors.ts';
import { closedCase, readyToEnd, running } from '../support/cases.ts';
import { judged } from '../support/certificates.ts';
import { inProcess } from '../support/in-process.ts';
import { testInstance } from '../support/instance.ts';
import { seedLines } from '../support/seed.ts';

const instance = await testInstance();
const { operations: op, simulator, vault } = instance;
const handback = (...args: string[]) => inProcess(instance, args);

describe('a signing key', () => {
  it('that leaked is revoked: nobody believes what it signed, and another one signs from then on', async () => {
    const [line] = await seedLines(op.pool, vault, 1, { simulator, attachedTo: 'vlr-test' });
    const made = await readyToEnd(op, line!);
    await running(instance.engine(), () => closedCase(op.pool, made.caseId));
    const copy = await holderCopy(op, receiptOf(made), { reference: made.reference });
    const verdict = async () => {
      const document = JSON.parse((await handback('keys', 'trust')).out);
      return (await judged(copy, { publicKeys: () => document })).result;
    };
    expect(await verdict()).toBe('authentic');
    const leaked = instance.keyRing.signer().keyId;
    expect(await handback('keys', 'revoke', leaked)).toMatchObject({ code: 2, out: '' });
    expect(await verdict()).toBe('authentic');
    const said = await handback('keys', 'revoke', leaked, '--yes', '--json');
    expect(said).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(said.out)).toEqual({ revoked: leaked, keyId: expect.not.stringMatching(leaked) });
    expect(await verdict()).toBe('unknown_issuer');
    expect((await handback('keys', 'revoke', 'nobodys', '--yes')).err).toContain('(key_unknown)');
    expect(await handback('keys', 'rotate', '--yes')).toMatchObject({ code: 0 });
  });
});
