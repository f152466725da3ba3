import { parseEid } from '../../src/domain/values/eid.ts';
import { parseIccid } from '../../src/domain/values/iccid.ts';
import { type NewEuicc, newEuicc } from '../../src/simulators/pki/new-euicc.ts';
import { VirtualCard } from '../../src/virtual-euicc/card.ts';
import { answerEs10 } from '../../src/virtual-euicc/es10.ts';
import { VirtualEuicc } from '../../src/virtual-euicc/euicc.ts';
import type { EuiccState, ProfileMetadata } from '../../src/virtual-euicc/euicc-state.ts';
import { LocalProfileAssistant } from '../../src/virtual-euicc/lpa.ts';

export const EID = parseEid('89049032123451234512345678901235');
export const LAKESIDE = parseIccid('8901234567890123456');
export const HILLSIDE = parseIccid('89860123456789012345');
export const ADDRESS = 'rsp.example.com';

/** A profile that tells one address of its deletion, and nobody of anything else. */
export function profile(changes: Partial<ProfileMetadata> = {}): ProfileMetadata {
  return {
    iccid: LAKESIDE,
    serviceProviderName: 'Lakeside',
    profileName: 'Test 1',
    profileClass: 'operational',
    ppr2: false,
    notificationAddresses: { delete: [ADDRESS] },
    ...changes,
  };
}

export interface TestCard {
  readonly euicc: VirtualEuicc;
  readonly card: VirtualCard;
  /** One APDU, hexadecimal both ways; blanks are for the reader. */
  send(apdu: string): string;
  /** An ES10 command on the basic channel, where the ISD-R is selected first, with all of its answer. */
  es10(command: string): string;
  lpa(): Promise<LocalProfileAssistant>;
}

export function testCard(
  profiles: readonly ProfileMetadata[] = [profile()],
  wanted: NewEuicc = {},
  save: (state: EuiccState) => void = () => {},
): TestCard {
  const euicc = new VirtualEuicc(newEuicc({ eid: EID, ...wanted }), save);
  for (const metadata of profiles) euicc.install(metadata);
  return cardOf(euicc);
}

export function cardOf(euicc: VirtualEuicc): TestCard {
  const card = new VirtualCard((command) => answerEs10(euicc, command));
  const send = (apdu: string): string =>
    card
      .transmit(Buffer.from(apdu.replaceAll(/\s/g, ''), 'hex'))
      .toString('hex')
      .toUpperCase();
  return {
    euicc,
    card,
    send,
    es10(command) {
      send(SELECT);
      const hex = command.replaceAll(/\s/g, '');
      let answer = send(`80E29100${(hex.length / 2).toString(16).padStart(2, '0')}${hex}`);
      let data = '';
      while (answer.slice(-4, -2) === '61') {
        answer = send('80C0000000');
        data += answer.slice(0, -4);
      }
      return data + answer.slice(-4);
    },
    lpa: () => LocalProfileAssistant.open(async (apdu) => card.transmit(apdu)),
  };
}

export const SELECT = '00A40400 10 A0000005591010FFFFFFFF8900000100';

/** The first one's ICCID as in EF_ICCID. */
export const LAKESIDE_BYTES = '981032547698103254F6';
