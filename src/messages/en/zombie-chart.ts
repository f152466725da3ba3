/** The ledger of eSIM profiles that are not proven deleted, as a chart. */
export const zombieChart = {
  titles: {
    age: 'Zombie profiles by days since the line ended',
    maker: 'Zombie profiles by maker of the eUICC',
    campaign: 'Zombie profiles by campaign',
  },
  results: {
    unreachable: 'deletion unconfirmed',
    unproven: 'deleted, unproven',
    not_possible: 'no proof possible',
  },
  inAll: (title: string, sum: number) => `${title}: ${sum} in all`,
  heading: (title: string, sum: number) => `${title} (${sum})`,
  part: (result: string, count: number) => `${result}: ${count}`,
  days: (range: string) => `${range} days`,
  unknownMaker: 'device unknown',
  noCampaign: 'no campaign',
  none: 'None.',
};
