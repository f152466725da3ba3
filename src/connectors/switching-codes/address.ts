import { type JsonAddress, jsonAddress } from '../json-client.ts';

/** @throws Error for an address that would send the token or a code in the clear, and for a token that cannot be had */
export function switchingAddress(url: URL): JsonAddress {
  return jsonAddress(url, 'codes are asked for over https://; http:// is for this machine only');
}
