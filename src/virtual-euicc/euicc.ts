import { createPrivateKey, type KeyObject } from 'node:crypto';
import type { NotificationEvent } from '../rsp/notification-tags.ts';
import {
  encodeNotificationMetadata,
  encodeOtherSignedNotification,
  signNotification,
} from '../rsp/notification-writer.ts';
import type {
  DeleteResult,
  DisableResult,
  EnableResult,
  NicknameResult,
  RemoveResult,
  ResetResult,
} from './es10-results.ts';
import type { EuiccState, KeptNotification, Profile, ProfileMetadata } from './euicc-state.ts';

/** Which profile a command means: by ICCID or by the AID of its ISD-P. */
export type ProfileTest = (profile: Profile) => boolean;

/** What a memory reset takes away (SGP.22 section 5.7.19). */
export interface ResetScope {
  readonly operationalProfiles: boolean;
  readonly testProfiles: boolean;
  readonly defaultDpAddress: boolean;
}

/**
 * What an eUICC of SGP.22 v2 does to its profiles and notifications (section 5.7). Each command is whole or not at all:
 * the new state counts once `save` has returned, and where `save` throws, the old one stays.
 */
export class VirtualEuicc {
  #state: EuiccState;
  readonly #privateKey: KeyObject;
  readonly #save: (state: EuiccState) => void;

  constructor(state: EuiccState, save: (state: EuiccState) => void = () => {}) {
    this.#state = state;
    this.#privateKey = createPrivateKey(state.privateKey);
    this.#save = save;
  }

  get state(): EuiccState {
    return this.#state;
  }

  /**
   * What is left on the card when a download ends well (section 5.7.6): the profile, disabled, and a notification for
   * each install address. @throws Error where the ICCID is there already.
   */
  install(metadata: ProfileMetadata): void {
    if (this.#state.profiles.some(({ iccid }) => iccid === metadata.iccid))
      throw new Error(`profile ${metadata.iccid} is installed already`);
    const profile: Profile = { ...metadata, isdpAid: freeAid(this.#state), nickname: null, enabled: false };
    this.#commit(
      this.#notify({ ...this.#state, profiles: [...this.#state.profiles, profile] }, 'install', profile),
    );
  }

  /** Section 5.7.16. At most one profile is enabled: the one that was is disabled first, and says so. */
  enable(is: ProfileTest): EnableResult {
    const target = this.#state.profiles.find(is);
    if (target === undefined) return 'iccidOrAidNotFound';
    if (target.enabled) return 'profileNotInDisabledState';
    const before = this.#state.profiles.find(({ enabled }) => enabled);
    const disabled = before === undefined ? this.#state : this.#switch(this.#state, before, false);
    this.#commit(this.#switch(disabled, target, true));
    return 'ok';
  }

  /** Section 5.7.17. */
  disable(is: ProfileTest): DisableResult {
    const target = this.#state.profiles.find(is);
    if (target === undefined) return 'iccidOrAidNotFound';
    if (!target.enabled) return 'profileNotInEnabledState';
    this.#commit(this.#switch(this.#state, target, false));
    return 'ok';
  }

  /** Section 5.7.18. */
  delete(is: ProfileTest): DeleteResult {
    const target = this.#state.profiles.find(is);
    if (target === undefined) return 'iccidOrAidNotFound';
    if (target.enabled) return 'profileNotInDisabledState';
    if (target.ppr2) return 'disallowedByPolicy';
    this.#commit(this.#without(this.#state, target));
    return 'ok';
  }

  /** Section 5.7.19. It asks neither state nor policy: an enabled profile goes, and one with PPR2. */
  memoryReset(scope: ResetScope): ResetResult {
    const doomed = this.#state.profiles.filter(
      ({ profileClass }) =>
        (profileClass === 'operational' && scope.operationalProfiles) ||
        (profileClass === 'test' && scope.testProfiles),
    );
    const address = scope.defaultDpAddress ? '' : this.#state.defaultDpAddress;
    if (doomed.length === 0 && address === this.#state.defaultDpAddress) return 'nothingToDelete';
    const emptied = doomed.reduce<EuiccState>((state, profile) => this.#without(state, profile), this.#state);
    this.#commit({ ...emptied, defaultDpAddress: address });
    return 'ok';
  }

  /** Section 5.7.21. An empty name takes the nickname away. */
  setNickname(is: ProfileTest, nickname: string): NicknameResult {
    const target = this.#state.profiles.find(is);
    if (target === undefined) return 'iccidNotFound';
    this.#commit(replaced(this.#state, target, { nickname: nickname === '' ? null : nickname }));
    return 'ok';
  }

  /** Section 5.7.11: the LPA has delivered it. */
  removeNotification(seqNumber: number): RemoveResult {
    const rest = this.#state.notifications.filter((kept) => kept.seqNumber !== seqNumber);
    if (rest.length === this.#state.notifications.length) return 'nothingToDelete';
    this.#commit({ ...this.#state, notifications: rest });
    return 'ok';
  }

  #commit(state: EuiccState): void {
    this.#save(state);
    this.#state = state;
  }

  #switch(state: EuiccState, profile: Profile, enabled: boolean): EuiccState {
    return this.#notify(replaced(state, profile, { enabled }), enabled ? 'enable' : 'disable', profile);
  }

  #without(state: EuiccState, profile: Profile): EuiccState {
    const profiles = state.profiles.filter(({ iccid }) => iccid !== profile.iccid);
    return this.#notify({ ...state, profiles }, 'delete', profile);
  }

  /** One notification, with a sequence number of its own, for each address that the profile has for the event. */
  #notify(state: EuiccState, event: NotificationEvent, profile: Profile): EuiccState {
    const made = (profile.notificationAddresses[event] ?? []).map((address, i) =>
      this.#sign(state.nextSeqNumber + i, event, address, profile),
    );
    const all = [...state.notifications, ...made];
    return {
      ...state,
      nextSeqNumber: state.nextSeqNumber + made.length,
      // Real cards do the same: a proof that nobody fetches in time is lost.
      notifications: all.slice(Math.max(0, all.length - state.notificationCapacity)),
    };
  }

  #sign(seqNumber: number, event: NotificationEvent, address: string, { iccid }: Profile): KeptNotification {
    const metadata = { seqNumber, event, address, iccid };
    const tbs = encodeNotificationMetadata(metadata);
    const pending = encodeOtherSignedNotification({
      tbs,
      signature: signNotification(tbs, this.#privateKey),
      euiccCertificate: Buffer.from(this.#state.euiccCertificate, 'base64'),
      eumCertificate: Buffer.from(this.#state.eumCertificate, 'base64'),
    });
    return { ...metadata, pending: pending.toString('base64') };
  }
}

function replaced(state: EuiccState, profile: Profile, change: Partial<Profile>): EuiccState {
  return {
    ...state,
    profiles: state.profiles.map((each) => (each.iccid === profile.iccid ? { ...each, ...change } : each)),
  };
}

/** SGP.02 annex H: the ISD-Ps are numbered from 1000 on, in the place where the ISD-R has 0100. */
function freeAid({ profiles }: EuiccState): string {
  for (let n = 0x1000; ; n += 0x100) {
    const aid = `A0000005591010FFFFFFFF89${n.toString(16).toUpperCase().padStart(8, '0')}`;
    if (profiles.every(({ isdpAid }) => isdpAid !== aid)) return aid;
  }
}
