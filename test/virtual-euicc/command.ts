/** `handback virtual-euicc`, as a process of its own. */
import { virtualEuiccCommand } from '../../src/cli/virtual-euicc.ts';

await virtualEuiccCommand().parseAsync(process.argv.slice(2), { from: 'user' });
