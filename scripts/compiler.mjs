// The C compiler of the power-cut test: Debian's gcc, with the headers of its C library.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const compiler = '/usr/bin/cc';
const headers = '/usr/include/stdio.h';

/** @param {string[]} args */
function aptGet(args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { status } = spawnSync('apt-get', ['-q', '-y', ...args], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) throw new Error(`apt-get ${args.join(' ')} failed.`);
}

/** Installs the compiler where it is missing and may be installed; says what to do otherwise. */
export function ensureCompiler() {
  if (existsSync(compiler) && existsSync(headers)) return;
  if (process.getuid?.() !== 0) {
    throw new Error(
      `The power-cut test needs ${compiler}: run "apt-get install gcc libc6-dev" as root.`,
    );
  }
  console.log('Installing gcc…');
  aptGet(['update']);
  aptGet(['install', '--no-install-recommends', 'gcc', 'libc6-dev']);
}

/**
 * Compiles a library that can be loaded in front of others.
 * @param {string} source
 * @param {string} library
 */
export function compileLibrary(source, library) {
  const words = ['-O2', '-Wall', '-Wextra', '-Werror', '-fPIC', '-shared'];
  const { status } = spawnSync(compiler, [...words, '-o', library, source, '-ldl', '-lpthread'], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) throw new Error(`${source} does not compile.`);
}
