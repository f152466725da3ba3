/**
 * What counts as one client where limits are counted by address. A customer has one IPv4 address, or a whole IPv6 network
 * of 64 bits (RFC 6177): counting each of its 2^64 addresses would be no limit. An IPv4 address in IPv6 form
 * (`::ffff:192.0.2.7`, RFC 4291 section 2.5.5.2) is that IPv4 address, so that one client is one at every door.
 *
 * @returns the IPv4 address, or the network as `2001:db8:1:2::/64`; a text that is no address as it is
 */
export function clientOf(address: string): string {
  if (!address.includes(':')) return address;
  const groups = groupsOf(address);
  if (groups === null) return address;
  const mapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (mapped)
    return [groups[6]!, groups[7]!].flatMap((group) => [Math.floor(group / 256), group % 256]).join('.');
  return `${groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':')}::/64`;
}

/** The eight groups of an IPv6 address (RFC 4291 section 2.2); null for what is none. A zone (`%eth0`) is left out. */
function groupsOf(address: string): readonly number[] | null {
  const halves = address.split('%')[0]!.split('::');
  if (halves.length > 2) return null;
  const [head, tail] = halves.map(groupsOfPart);
  if (head == null || tail === null) return null;
  if (tail === undefined) return head.length === 8 ? head : null;
  const missing = 8 - head.length - tail.length;
  return missing < 1 ? null : [...head, ...Array<number>(missing).fill(0), ...tail];
}

function groupsOfPart(text: string): readonly number[] | null {
  if (text === '') return [];
  const parts = text.split(':');
  const last = parts.at(-1)!;
  const v4 = last.includes('.') ? bytesOf(last) : [];
  if (v4 === null) return null;
  if (v4.length > 0) parts.pop();
  if (!parts.every((part) => /^[0-9a-f]{1,4}$/i.test(part))) return null;
  const groups = parts.map((part) => Number.parseInt(part, 16));
  return v4.length === 0 ? groups : [...groups, v4[0]! * 256 + v4[1]!, v4[2]! * 256 + v4[3]!];
}

function bytesOf(text: string): readonly number[] | null {
  const bytes = text.split('.');
  if (bytes.length !== 4 || !bytes.every((byte) => /^\d{1,3}$/.test(byte) && Number(byte) < 256)) return null;
  return bytes.map(Number);
}
