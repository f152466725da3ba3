/** What is unusual of a person who attends to customers. Percentages are whole numbers, of what the same person did. */
export interface AgentWatch {
  /** Local time of the operator, `HH:MM`; what is done before `openFrom` or from `openTo` on is outside hours. */
  readonly openFrom: string;
  readonly openTo: string;
  /** Of fewer endings, checks or acts than this a share says nothing. */
  readonly atLeast: number;
  readonly urgentPercent: number;
  readonly wrongPercent: number;
  readonly outsidePercent: number;
  /** So many endings that somebody objected to. */
  readonly objections: number;
}

export const USUAL_AGENT_WATCH: AgentWatch = {
  openFrom: '08:00',
  openTo: '21:00',
  atLeast: 5,
  urgentPercent: 40,
  wrongPercent: 40,
  outsidePercent: 20,
  objections: 2,
};
