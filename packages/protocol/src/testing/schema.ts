/**
 * The committed `.proto` and what buf does with it: lint, the check for changes that break old
 * bytes, and code generation. Everything is offline; needs Node and the development tools.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** This package's folder, with `buf.yaml`. */
const home = fileURLToPath(new URL('../..', import.meta.url));
const relative = 'proto/planwright/v1/planwright.proto';

/** The path of the committed `.proto`. */
export const PROTO_FILE = join(home, relative);

export function committedProto(): string {
  return readFileSync(PROTO_FILE, 'utf8');
}

/** The SHA-256 of a schema's text, in hex. */
export function schemaHash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** What buf's lint says of the committed `.proto`; empty when it is content. */
export function lint(): string {
  return buf(['lint', home]);
}

/** What in this text, as the next `.proto`, would break bytes of the committed one; empty: nothing. */
export function breaking(text: string): string {
  return inFolder((folder) => {
    mkdirSync(dirname(join(folder, relative)), { recursive: true });
    writeFileSync(join(folder, relative), text);
    writeFileSync(join(folder, 'buf.yaml'), readFileSync(join(home, 'buf.yaml')));
    return buf(['breaking', folder, '--against', home]);
  });
}

/**
 * Runs `work` with the path of the TypeScript that protoc-gen-es makes of the committed `.proto`,
 * in a temporary folder from which it can import its library.
 */
export async function withGenerated<T>(work: (path: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'planwright-proto-'));
  try {
    const modules = join(packageOf('@bufbuild/buf'), '../..');
    symlinkSync(modules, join(folder, 'node_modules'), 'junction');
    const plugin = {
      local: [process.execPath, join(packageOf('@bufbuild/protoc-gen-es'), 'bin/protoc-gen-es')],
      out: '.',
      opt: ['target=ts', 'import_extension=ts', 'erasable_syntax=true'],
    };
    const template = JSON.stringify({ version: 'v2', plugins: [plugin] });
    const said = buf(['generate', home, '--template', template, '--output', folder]);
    if (said !== '') throw new Error(said);
    return await work(join(folder, 'planwright/v1/planwright_pb.ts'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function inFolder<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'planwright-proto-'));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Runs buf and gives what it says; throws when it fails without a word. */
function buf(args: readonly string[]): string {
  const program = join(packageOf('@bufbuild/buf'), 'bin/buf');
  const ran = spawnSync(process.execPath, [program, ...args], { encoding: 'utf8' });
  const said = `${ran.stdout}${ran.stderr}`.trim();
  if (ran.status !== 0 && said === '') throw new Error(`buf ${args.join(' ')} failed`);
  return ran.status === 0 ? '' : said;
}

function packageOf(name: string): string {
  return dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
}
