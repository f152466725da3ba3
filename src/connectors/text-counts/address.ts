import { type JsonAddress, jsonAddress } from '../json-client.ts';

/** @throws Error for an address that would send the token or numbers in the clear, and for a token that cannot be had */
export function textCountsAddress(url: URL): JsonAddress {
  return jsonAddress(url, 'the message centre is asked over https://; http:// is for this machine only');
}
