/** The frame of the operations desk; each section has a file of its own. */
export const operations = {
  sections: 'Sections of the operations desk',
  names: {
    queue: 'Work queue',
    search: 'Find a case',
    stuck: 'Stuck cases',
    campaigns: 'Campaigns',
    esim: 'eSIM',
    complaints: 'Complaints',
    charges: 'Held charges',
    reconciliation: 'Reconciliation',
    numbers: 'Numbers',
    charts: 'Charts',
    rules: 'Rules',
    texts: 'Texts that came in',
    reports: 'Reported texts',
    agents: 'Unusual agents',
  },
};
