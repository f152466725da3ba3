/**
 * An instant in the time zone of whoever reads the terminal, with its offset: `2026-11-29 10:15:00 +08:00`. What is no
 * instant is shown as it is.
 *
 * @param timeZone IANA name; default: that of this machine (`TZ`)
 */
export function localInstant(instant: string, timeZone?: string): string {
  const at = new Date(instant);
  if (Number.isNaN(at.getTime())) return instant;
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat('en-GB', {
      ...{ year: 'numeric', month: '2-digit', day: '2-digit' },
      ...{ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
      timeZoneName: 'longOffset',
      ...(timeZone === undefined ? {} : { timeZone }),
    })
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const offset = parts['timeZoneName'] === 'GMT' ? '+00:00' : parts['timeZoneName']!.replace('GMT', '');
  return `${parts['year']}-${parts['month']}-${parts['day']} ${parts['hour']}:${parts['minute']}:${parts['second']} ${offset}`;
}
