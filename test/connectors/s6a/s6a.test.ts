import { startDiameterAgent } from '../../../src/simulators/s6a/agent.ts';
import { describeHlrContract } from '../contracts/hlr-contract.ts';
import { EPC, epcNetwork } from './epc-network.ts';

describeHlrContract('PyHSS with S6a', async () => epcNetwork(await startDiameterAgent()), undefined, EPC);
