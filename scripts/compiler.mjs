// The C compiler of tests that stand between the server and the C library: Debian's gcc.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { installPackages } from './debian.mjs';

const compiler = '/usr/bin/cc';
const headers = '/usr/include/stdio.h';

/** Installs the compiler where it is missing. */
export function ensureCompiler() {
  if (existsSync(compiler) && existsSync(headers)) return;
  installPackages(compiler, ['gcc', 'libc6-dev']);
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
