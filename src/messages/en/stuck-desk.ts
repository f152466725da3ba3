export const stuckDesk = {
  title: 'Stuck cases',
  /** By the code of what stopped a case; those of connectors are shown as they are. */
  causes: {
    blocked_at_intent: 'Something came up before the cut',
    bar_does_not_hold: 'The bar does not hold',
    network_differs: 'Network and inventory do not tell of the same line',
    subscriber_reappeared: 'The subscriber is there again',
    commit_failed: 'What was done could not be written down',
    process_died: 'Processes died over it',
    stage_failed: 'A fault of ours',
    refused: 'Refused',
    timeout: 'No answer in time',
    not_understood: 'An answer that nobody understands',
  } as Readonly<Record<string, string>>,
};
