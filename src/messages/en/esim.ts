/** The eSIM profiles of an ending line: where each device stands, and how a person deletes one. */
export const esim = {
  title: 'eSIM devices',
  never: 'A deleted eSIM cannot come back. If you withdraw later, you need a new one.',
  label: 'eSIM',
  see: 'See devices',

  // One sentence for all devices together.
  holds: (n: number) => (n === 1 ? '1 device still holds the eSIM' : `${n} devices still hold the eSIM`),
  unsigned: (n: number) =>
    n === 1 ? '1 reported deletion is not signed yet' : `${n} reported deletions are not signed yet`,
  allSigned: 'Deleted and signed',
  someSigned: (n: number, of: number) => `${n} of ${of} deleted and signed`,
  noneSigned: 'The deletion is not proven',
  noDevice: 'No device holds the eSIM',
  stays: 'The eSIM stays on your devices',
  goneForGood: (n: number) => (n === 1 ? '1 eSIM was deleted for good' : `${n} eSIMs were deleted for good`),

  latest: (at: string) => `The line ends at the latest on ${at}.`,
  latestWhy: 'It ends sooner when every device has signed and the cooling-off is over.',
  noWait:
    'The line does not wait for your devices any longer. What is not signed when it is cut off stays unproven.',
  open: 'The line no longer waits for any device.',
  cut: 'The line has been cut off. A signature that comes later still counts: you then get a new certificate.',
  withdrawn: 'The request is withdrawn. Leave the eSIM on your devices as it is.',

  wifiTitle: 'Connect to Wi-Fi first',
  wifi: 'The deletion is delivered over the internet. If this phone has no Wi-Fi or other line, connect to Wi-Fi first, and stay connected until the state here changes.',

  deviceEnding: (digits: string) => `Device ending ${digits}`,
  profileEnding: (digits: string) => `eSIM ending ${digits}`,
  eid: (digits: string) => `EID ends ${digits}`,
  iccid: (digits: string) => `ICCID ends ${digits}`,
  lastSeen: (at: string) => `Last seen ${at}`,
  neverSeen: 'Not seen yet',

  steps: {
    requested: 'Requested',
    deleted: 'Deleted by the device',
    confirmed: 'Confirmed by the operator',
  },
  notYet: 'Not yet',
  signed: 'Signed by its eUICC',
  reportedAt: (at: string) => `Reported ${at}, without a signature`,
  waitsForSignature: 'Waits for the signature',
  nothingHeard: 'Nothing was heard',
  cannotReport: 'It cannot report this',
  withoutProof: (at: string) => `Ended without proof, ${at}`,
  withoutProofYet: 'Not possible',

  status: {
    to_cancel: 'On no device',
    requested: 'Waiting for the device',
    reported: 'Reported, not signed',
    proven: 'Deleted and signed',
    unproven: 'Reported, not proven',
    unreachable: 'Deletion unconfirmed',
    not_possible: 'Cannot be proven',
    cancelled: 'Taken back',
    stays: 'Stays as it is',
  },
  meaning: {
    to_cancel:
      'It was ordered, and no device has it. We take it back once the line is cut off. Do not download it any more.',
    requested: 'Delete the eSIM on this device, as shown below.',
    lost: 'If this is the device that is lost, you need do nothing. If you still have it, delete the eSIM on it.',
    reported:
      'It was reported as deleted; the signature of the device has not arrived. Keep the device on and online.',
    proven: 'The device deleted the eSIM and signed it. We checked the signature.',
    unproven: 'It was reported as deleted, but no device signed it. The certificate says so.',
    unreachable:
      'Nobody reported that it was deleted, so it may still be on the device. Delete it there if you can. The certificate says so.',
    not_possible:
      'This eSIM was made without an address for deletions, so no proof can ever come. Delete it on the device all the same.',
    cancelled: 'No device ever had it. We took it back, and nobody can download it any more.',
    stays: 'The request was withdrawn. You can go on using this eSIM.',
  },
  takenBack: (at: string) => `Taken back ${at}`,

  iDeleted: 'I deleted it on this device',
  iDeletedHint:
    'The signature usually arrives by itself. Say it here if it does not: we note it, and it proves nothing.',

  stop: 'End the line without waiting',
  stopWhat:
    'The line then ends as soon as the cooling-off is over. What a device has not signed by then stays unproven, and the certificate says so: the eSIM may still be on that device. If its signature comes later, you get a new certificate.',
  stopButton: 'End without waiting',

  guideTitle: 'How to delete the eSIM',
  guideLead:
    'Delete it; turning the line off is not enough. Menus differ a little from version to version: a search for “eSIM” in the settings leads there too.',
  // Names of menus stand in “ ”; they are those of the system itself.
  guides: {
    ios: {
      title: 'iPhone, iPad and Apple Watch (iOS)',
      steps: [
        'Open “Settings” › “Cellular”, in some regions called “Mobile Service” or “Mobile Data”.',
        'Tap the line with this number.',
        'Tap “Delete eSIM”, in older versions “Remove Cellular Plan”, and confirm.',
        'For an Apple Watch: on the iPhone open the “Watch” app › “My Watch” › “Cellular”, tap ⓘ beside the plan and remove the plan.',
      ],
    },
    android: {
      title: 'Android',
      steps: [
        'Open “Settings” › “Network & internet” › “SIMs”. On a Samsung: “Connections” › “SIM manager”. On others: “Mobile network” or “SIM cards & mobile networks”.',
        'Choose the eSIM with this number.',
        'Tap “Delete eSIM”, “Erase SIM” or “Remove”, and confirm. The phone may ask for its screen lock.',
        'For a watch: use its app on the phone, under “Mobile plans” or “eSIM”.',
      ],
    },
    harmony: {
      title: 'HarmonyOS',
      steps: [
        'Open “Settings” › “Mobile network” › “SIM management”.',
        'Choose the eSIM with this number and turn it off: one that is on may refuse to be deleted.',
        'Delete the eSIM, and confirm.',
        'For a watch: in the “HUAWEI Health” app open “Devices”, choose the watch › “eSIM”, and delete the number.',
      ],
    },
  },
  refuses: 'The device refuses? Some profiles may not be deleted by hand. Call us, or do not wait for it.',

  // On the pages around: progress, withdrawing, review, before you go.
  until: (at: string) => `Until ${at} at the latest`,
  serviceEndsLatest: (at: string) => `Service ends ${at} at the latest`,
  lost: (n: number) =>
    n === 1
      ? '1 eSIM profile was already deleted and cannot come back: after withdrawing you need a new eSIM. The number stays yours.'
      : `${n} eSIM profiles were already deleted and cannot come back: after withdrawing you need a new eSIM. The number stays yours.`,
  perhapsLost: (n: number) =>
    n === 1
      ? '1 eSIM was reported as deleted. If it is gone from its device, you need a new eSIM after withdrawing.'
      : `${n} eSIMs were reported as deleted. If they are gone from their devices, you need new ones after withdrawing.`,
  lostHint: 'One tap. The number and the plan stay as they are.',
  lostBefore: (n: number) =>
    n === 1
      ? '1 eSIM profile was deleted and cannot come back: you need a new eSIM. The number stays yours.'
      : `${n} eSIM profiles were deleted and cannot come back: you need a new eSIM. The number stays yours.`,
  reviewTitle: 'Your eSIM devices',
  reviewLead: 'Delete the eSIM on each of these devices after you submit, not before. We show you how.',
  reviewUntil: (at: string) =>
    `The line waits for them until ${at} at the latest. Then it ends all the same, and what no device signed stays unproven.`,
  ordered: 'Ordered, on no device: we take it back.',
  serviceEndLater: (at: string) => `Later while a device still holds the eSIM, at the latest ${at}.`,
  beforeTitle: 'Do not delete the eSIM yet',
  beforeLead:
    'Deleting an eSIM does not end the line and does not stop the bill. Each of these devices must be unbound after you have submitted; we lead you through it.',
};
