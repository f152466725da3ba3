/** What was last sent of a line, as an entity tag. */
export function etagOf(rowHash: Buffer): string {
  return `"${rowHash.toString('base64url').slice(0, 22)}"`;
}

/** RFC 9110 section 13.1.1: strong comparison. A line without a hash has no tag and matches only `*`. */
export function matchesTag(
  wanted: readonly string[],
  before: { readonly rowHash: Buffer | null } | null,
): boolean {
  if (before === null) return false;
  return wanted.includes('*') || (before.rowHash !== null && wanted.includes(etagOf(before.rowHash)));
}
