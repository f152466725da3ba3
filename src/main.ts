import { runCli } from './cli/program.ts';

// Started through bin/: when that process is gone, killed or not, there is nobody left to run for.
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref();

process.exitCode = await runCli(process.argv.slice(2));
