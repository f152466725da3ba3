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
    number_found: 'Number found',
    number_absent: 'Nobody has the number',
    no_serving_node: 'No node serves it',
    access_refused: 'Access refused',
    access_restored: 'Access restored',
    removed_by_others: 'Removed by others',
    subscriber_appeared: 'Subscriber appeared since',
    bar_lifted: 'Bar lifted by others',
    location_cancelled: 'Serving node acknowledged',
    cancel_refused: 'Serving node refused',
    node_unreachable: 'Serving node not reachable',
    node_silent: 'Serving node did not answer',
    absent_at_node: 'Serving node asked: not there',
    present_at_node: 'Serving node asked: still there',
    keys_removed: 'Authentication keys removed',
    subscriber_deleted: 'Subscriber deleted',
    order_cancelled: 'eSIM profile taken back',
    profile_on_device: 'Profile already on a device',
    profile_unknown: 'No such profile',
    order_refused: 'Profile not taken back',
    not_understood: 'Answer not understood',
  },
  /** How it is known that an access is off. */
  detachments: {
    node_asked: {
      short: 'Disconnected, node asked',
      plain: 'Each node that served it was asked, and no longer has it.',
    },
    acknowledged: {
      short: 'Disconnected, acknowledged',
      plain: 'Each node that served it acknowledged that it dropped the line.',
    },
    not_attached: { short: 'Not connected', plain: 'The network named no node that served it.' },
    unconfirmed: {
      short: 'Not confirmed',
      plain: 'Of at least one serving node it is not known whether it dropped the line.',
    },
  },
  /** Why that is not known. */
  unconfirmedWhy: {
    present_at_node: 'A serving node still had the line when it was last asked.',
    cancel_refused: 'A serving node answered with an error: whether it dropped the line is not known.',
    node_unreachable: 'A serving node could not be reached: whether it dropped the line is not known.',
    node_silent: 'A serving node did not answer: whether it dropped the line is not known.',
    not_understood:
      'A serving node gave an answer that cannot be understood: whether it dropped the line is not known.',
    not_asked: 'Not every serving node was asked: whether they dropped the line is not known.',
  },
  /** What a serving node serves. */
  domains: { cs: 'calls and texts', ps: 'data' },
};
