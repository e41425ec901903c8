/**
 * The program: `node main.js` in a folder. Checks what it runs on before it loads anything that an
 * older Node does not have, and turns what went wrong into a sentence and an exit code.
 */
import { EXIT, Stop } from './exit.ts';
import { checkNode } from './node-version.ts';

async function main(): Promise<void> {
  checkNode(process.version);
  if (process.argv.length > 2) {
    const words = process.argv.slice(2).join(' ');
    const how = 'Settings stand in .pm/config.toml, or in the environment: PM_SERVER_PORT=4700.';
    throw new Stop(EXIT.usage, `The server takes no arguments, and was given "${words}". ${how}`);
  }
  const { serve } = await import('./server.ts');
  await serve(process.cwd(), process.env);
}

process.umask(0o077);
// A terminal that has gone away is no reason to die before the last edit is settled.
process.stdout.on('error', () => undefined);
process.stderr.on('error', () => undefined);
main().catch((error: unknown) => {
  const stop = error instanceof Stop;
  console.error(stop ? error.message : error);
  process.exit(stop ? error.code : EXIT.internal);
});
