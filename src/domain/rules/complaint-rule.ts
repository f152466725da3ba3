/** What the rulebook says of complaints. */
export interface ComplaintRule {
  /** Days in which a complaint is answered, the day of receipt not counted. */
  readonly answerDays: number;
  /** So many working days before, whoever works on it is reminded. */
  readonly warnWorkingDays: number;
  /** Where somebody turns whose complaint was not answered, or not to their satisfaction; as it is told to people. */
  readonly regulator: string;
}
