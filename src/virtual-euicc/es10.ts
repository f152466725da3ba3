import { contextPrimitive, readMembers, readOnly, readTlv, type Tlv, tlv } from '../asn1/der.ts';
import { iccidToBytes } from '../rsp/iccid-bytes.ts';
import { encodeNotificationMetadata } from '../rsp/notification-writer.ts';
import { StatusWordError, SW } from './apdu.ts';
import {
  DELETE_RESULTS,
  DISABLE_RESULTS,
  ENABLE_RESULTS,
  NICKNAME_RESULTS,
  REMOVE_RESULTS,
  RESET_RESULTS,
} from './es10-results.ts';
import { ERROR, ES10, LIST, RESULT, TAG_LIST } from './es10-tags.ts';
import type { ProfileTest, VirtualEuicc } from './euicc.ts';
import { euiccInfo1, euiccInfo2 } from './euicc-info.ts';
import { type KeptNotification, PROFILE_CLASSES } from './euicc-state.ts';
import { namesEvent } from './notification-event.ts';
import { DEFAULT_PROFILE_TAGS, encodeProfileInfo, PROFILE_TAG } from './profile-info.ts';
import { readSequenceNumber } from './sequence-number.ts';

type Answer = (euicc: VirtualEuicc, members: readonly Tlv[]) => Buffer;

/** SGP.22 section 5.7, one function a line. */
const FUNCTIONS: ReadonlyMap<number, Answer> = new Map<number, Answer>([
  [ES10.getEuiccInfo1, ({ state }) => euiccInfo1(state)],
  [ES10.getEuiccInfo2, ({ state }) => euiccInfo2(state)],
  [ES10.getEuiccData, getEuiccData],
  [ES10.getConfiguredAddresses, getConfiguredAddresses],
  [ES10.getRulesAuthorisationTable, () => tlv(ES10.getRulesAuthorisationTable, tlv(LIST))],
  [ES10.getProfilesInfo, getProfilesInfo],
  [ES10.setNickname, setNickname],
  [
    ES10.enableProfile,
    (euicc, members) => answer(ES10.enableProfile, ENABLE_RESULTS[euicc.enable(inChoice(members))]),
  ],
  [
    ES10.disableProfile,
    (euicc, members) => answer(ES10.disableProfile, DISABLE_RESULTS[euicc.disable(inChoice(members))]),
  ],
  [
    ES10.deleteProfile,
    (euicc, [id]) => answer(ES10.deleteProfile, DELETE_RESULTS[euicc.delete(identified(id))]),
  ],
  [ES10.memoryReset, memoryReset],
  [ES10.listNotification, listNotification],
  [ES10.retrieveNotificationsList, retrieveNotificationsList],
  [ES10.removeNotification, removeNotification],
]);

/**
 * Answers one ES10 command of an LPA. @throws RangeError where it is not well formed; StatusWordError 6A88 where this
 * eUICC has no such function.
 */
export function answerEs10(euicc: VirtualEuicc, command: Buffer): Buffer {
  const request = readOnly(command);
  const found = FUNCTIONS.get(request.tag);
  if (found === undefined) throw new StatusWordError(SW.dataNotFound);
  return found(euicc, readMembers(request, request.tag));
}

const answer = (tag: number, code: number): Buffer => tlv(tag, tlv(RESULT, Buffer.of(code)));

/** The member with this tag. @throws RangeError where there is none. */
function member(members: readonly Tlv[], tag: number): Tlv {
  const found = members.find((one) => one.tag === tag);
  if (found === undefined) throw new RangeError(`no ${tag.toString(16)}`);
  return found;
}

/** The profile that `4F` (AID) or `5A` (ICCID) names. */
function identified(id: Tlv | undefined): ProfileTest {
  if (id?.tag === PROFILE_TAG.iccid) return ({ iccid }) => iccidToBytes(iccid).equals(id.content);
  if (id?.tag === PROFILE_TAG.isdpAid) return ({ isdpAid }) => Buffer.from(isdpAid, 'hex').equals(id.content);
  throw new RangeError('no profile identifier');
}

/** Enabling and disabling wrap the identifier in `A0` and add a refresh flag, which is for a phone only. */
const inChoice = (members: readonly Tlv[]): ProfileTest =>
  identified(readMembers(member(members, LIST), LIST)[0]);

function getEuiccData({ state }: VirtualEuicc, members: readonly Tlv[]): Buffer {
  // Section 5.7.20: the EID is all that can be asked for.
  if (!member(members, TAG_LIST).content.equals(Buffer.of(0x5a))) throw new StatusWordError(SW.dataNotFound);
  return tlv(ES10.getEuiccData, tlv(0x5a, Buffer.from(state.eid, 'hex')));
}

function getConfiguredAddresses({ state }: VirtualEuicc): Buffer {
  const { defaultDpAddress, rootDsAddress } = state;
  return tlv(
    ES10.getConfiguredAddresses,
    ...(defaultDpAddress === '' ? [] : [contextPrimitive(0, Buffer.from(defaultDpAddress))]),
    contextPrimitive(1, Buffer.from(rootDsAddress)),
  );
}

function getProfilesInfo({ state }: VirtualEuicc, members: readonly Tlv[]): Buffer {
  const criterion = members.find(({ tag }) => tag === LIST);
  const tagList = members.find(({ tag }) => tag === TAG_LIST);
  const wanted = criterion === undefined ? () => true : matching(readOnly(criterion.content));
  const tags = tagList === undefined ? DEFAULT_PROFILE_TAGS : readTags(tagList.content);
  const infos = state.profiles.filter(wanted).map((profile) => encodeProfileInfo(profile, tags));
  return tlv(ES10.getProfilesInfo, tlv(LIST, ...infos));
}

function matching(criterion: Tlv): ProfileTest {
  if (criterion.tag !== PROFILE_TAG.profileClass) return identified(criterion);
  return ({ profileClass }) => PROFILE_CLASSES[profileClass] === criterion.content[0];
}

/** Tags in a row, of one or two bytes. */
function readTags(content: Buffer): number[] {
  const tags: number[] = [];
  for (let at = 0; at < content.length; ) {
    const first = content[at++]!;
    tags.push((first & 0x1f) === 0x1f ? (first << 8) | (content[at++] ?? 0) : first);
  }
  return tags;
}

function setNickname(euicc: VirtualEuicc, members: readonly Tlv[]): Buffer {
  const is = identified(member(members, PROFILE_TAG.iccid));
  const nickname = member(members, PROFILE_TAG.nickname).content;
  if (nickname.length > 64) return answer(ES10.setNickname, NICKNAME_RESULTS.undefinedError);
  return answer(ES10.setNickname, NICKNAME_RESULTS[euicc.setNickname(is, nickname.toString())]);
}

function memoryReset(euicc: VirtualEuicc, members: readonly Tlv[]): Buffer {
  const bits = member(members, 0x82).content[1] ?? 0;
  const result = euicc.memoryReset({
    operationalProfiles: (bits & 0x80) !== 0,
    testProfiles: (bits & 0x40) !== 0,
    defaultDpAddress: (bits & 0x20) !== 0,
  });
  return answer(ES10.memoryReset, RESET_RESULTS[result]);
}

function listNotification({ state }: VirtualEuicc, [filter]: readonly Tlv[]): Buffer {
  const metadata = state.notifications
    .filter(({ event }) => filter === undefined || namesEvent(filter.content, event))
    .map(encodeNotificationMetadata);
  return tlv(ES10.listNotification, tlv(LIST, ...metadata));
}

function retrieveNotificationsList({ state }: VirtualEuicc, [criterion]: readonly Tlv[]): Buffer {
  const wanted = criterion === undefined ? () => true : chosen(readTlv(criterion.content));
  const found = state.notifications.filter(wanted);
  // Section 5.7.10: noResultAvailable.
  if (found.length === 0) return tlv(ES10.retrieveNotificationsList, tlv(ERROR, Buffer.of(1)));
  const pending = found.map((kept) => Buffer.from(kept.pending, 'base64'));
  return tlv(ES10.retrieveNotificationsList, tlv(LIST, ...pending));
}

function chosen(criterion: Tlv): (kept: KeptNotification) => boolean {
  if (criterion.tag === 0x81) return ({ event }) => namesEvent(criterion.content, event);
  if (criterion.tag !== 0x80) throw new RangeError('neither a sequence number nor an event');
  const asked = readSequenceNumber(criterion.content);
  return ({ seqNumber }) => seqNumber === asked;
}

function removeNotification(euicc: VirtualEuicc, members: readonly Tlv[]): Buffer {
  const seqNumber = readSequenceNumber(member(members, 0x80).content);
  return answer(ES10.removeNotification, REMOVE_RESULTS[euicc.removeNotification(seqNumber)]);
}
