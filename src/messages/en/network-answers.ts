/** What the elements of the network answered, on paper and on every page. */
export const networkAnswers = {
  stages: {
    save_subscriber: 'Record',
    bar: 'Bar',
    detach: 'Detach',
    remove: 'Remove',
    cancel_profiles: 'Take back eSIM',
    prove_absent: 'Check again',
    undo_bar: 'Restore',
  },
  meanings: {
    subscriber_found: 'Subscriber found',
    subscriber_absent: 'No such subscriber',
    access_refused: 'Access refused',
    access_restored: 'Access restored',
    location_cancelled: 'Serving node acknowledged',
    location_unconfirmed: 'Serving node did not acknowledge',
    keys_removed: 'Authentication keys removed',
    subscriber_deleted: 'Subscriber deleted',
    order_cancelled: 'eSIM profile taken back',
    profile_on_device: 'Profile already on a device',
    profile_unknown: 'No such profile',
    order_refused: 'Profile not taken back',
    not_understood: 'Answer not understood',
  },
};
