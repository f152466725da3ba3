import { runCli } from './cli/program.ts';

// Started through bin/: when that process is gone, killed or not, there is nobody left to run for.
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref();

// Whoever reads has enough (`| head`), or the disk is full: nobody is left to be told, and no stack helps.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
process.stderr.on('error', () => process.exit(1));

process.exitCode = await runCli(process.argv.slice(2));
