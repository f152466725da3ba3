/**
 * A time stamp of a service centre (3GPP TS 23.040 section 9.2.3.11): seven bytes of swapped digits, year to second, and
 * the distance from UTC in quarters of an hour.
 * @returns e.g. `2026-11-30T18:05:00+08:00`; null where it is no time
 */
export function readTimeStamp(bytes: Uint8Array): string | null {
  const [year, month, day, hour, minute, second] = [...bytes.subarray(0, 6)].map(swapped) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const zone = bytes[6]!;
  // Bit 4 is the sign, so that the tens have three bits.
  const quarters = (zone & 0x07) * 10 + (zone >> 4);
  // No message was sent before 1992.
  const fullYear = year >= 90 ? 1900 + year : 2000 + year;
  const local = new Date(Date.UTC(fullYear, month - 1, day, hour, minute, second));
  const isTime =
    [...bytes.subarray(0, 6)].every((byte) => (byte & 0x0f) <= 9 && byte >> 4 <= 9) &&
    zone >> 4 <= 9 &&
    quarters <= 14 * 4 &&
    hour < 24 &&
    minute < 60 &&
    second < 60 &&
    local.getUTCMonth() === month - 1 &&
    local.getUTCDate() === day;
  if (!isTime) return null;
  const sign = (zone & 0x08) === 0 || quarters === 0 ? '+' : '-';
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${local.toISOString().slice(0, 19)}${sign}${two(Math.floor(quarters / 4))}:${two((quarters % 4) * 15)}`;
}

const swapped = (byte: number): number => (byte & 0x0f) * 10 + (byte >> 4);
