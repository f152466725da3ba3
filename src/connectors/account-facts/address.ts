import { type JsonAddress, jsonAddress } from '../json-client.ts';

/** @throws Error for an address that would send the token or a customer's facts in the clear, and for a token that cannot be had */
export function accountFactsAddress(url: URL): JsonAddress {
  return jsonAddress(url, 'the account system is asked over https://; http:// is for this machine only');
}
