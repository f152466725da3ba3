import { type JsonAddress, jsonAddress } from '../json-client.ts';

/** @throws Error for an address that would send the token or what is charged in the clear, and for a token that cannot be had */
export function chargeControlAddress(url: URL): JsonAddress {
  return jsonAddress(url, 'the billing system is asked over https://; http:// is for this machine only');
}
