export { nodeVerifyCrypto as nodeCrypto } from '../../ports/node-verify-crypto.ts';
