/** Today where the demo operator is, whatever the time of day: at night it is a day ahead of UTC. YYYY-MM-DD. */
export const today = (): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(new Date());
