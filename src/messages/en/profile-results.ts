/** What became of an eSIM profile, in plain words: the same on paper and on every page. */
export const profileResults = {
  results: {
    proven: { short: 'Deletion proven', plain: "The device's eUICC signed that it deleted it." },
    unproven: {
      short: 'Reported, not proven',
      plain: 'The holder or the eSIM server said that it is deleted; no eUICC signed it.',
    },
    unreachable: { short: 'Deletion unconfirmed', plain: 'No device has reported that it deleted it.' },
    not_possible: {
      short: 'Deletion cannot be proven',
      plain: 'The profile has no notification address, so that no device can send a proof.',
    },
    cancelled: {
      short: 'Never on a device',
      plain: 'It was never on a device; the eSIM server took it back, and it can no longer be downloaded.',
    },
  },
  remains: {
    gone: 'The profile may still be on the device; it can no longer connect: the network has removed the subscriber.',
    perhaps:
      'The profile may still be on the device; that the network has removed the subscriber is not proven, so it may still connect.',
  },
  proofLimits:
    'A signature says that the eUICC deleted the profile, and no more: not when, not at whose wish, and not that no copy was installed later. The time is when the operator received it.',
  proof: (sequenceNumber: number, receivedAt: string) =>
    `Sequence number ${sequenceNumber}, received ${receivedAt}.`,
};
