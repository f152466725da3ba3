import { domainToASCII, domainToUnicode } from 'node:url';
import { parse } from 'tldts';
import uh from 'unhomoglyph';
import type { NameTables } from '../../domain/channels/names/name-tables.ts';

/** Names that never exist on the Internet, for examples and tests (RFC 2606, RFC 6761). */
const RESERVED = /\.(?:example|test)$/;

/** The public suffix list of `tldts`, IDNA of Node, and the confusables of Unicode TR39. */
export const NAME_TABLES: NameTables = {
  registrable: (host) => parse(host, { allowPrivateDomains: true }).domain,
  endsWell: (host) => {
    if (RESERVED.test(host)) return true;
    const { domain, isIcann, isPrivate } = parse(host, { allowPrivateDomains: true });
    return domain !== null && (isIcann === true || isPrivate === true);
  },
  toAscii: (host) => domainToASCII(host),
  toUnicode: (host) => domainToUnicode(host),
  skeleton: (text) => uh(text),
};
