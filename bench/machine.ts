/** What the figures were measured on: without it they say nothing. */
import { execFileSync } from 'node:child_process';
import { cpus, release, totalmem, type } from 'node:os';

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  /** In GiB, rounded. */
  readonly memory: number;
  readonly system: string;
  readonly node: string;
}

export function machineHere(): Machine {
  const all = cpus();
  return {
    cpu: (all[0]?.model ?? 'unknown').replaceAll(/\s+/g, ' ').trim(),
    cores: all.length,
    memory: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release().split('-')[0] ?? ''}`,
    node: process.version,
  };
}

/** The name under which its baselines are kept. */
export function nameOf({ cpu, cores }: Machine): string {
  return `${cpu}, ${cores} cores`;
}

/** The commit that was measured; `+` where files were different from it. */
export function commitHere(root: string): string {
  const git = (...args: string[]): string =>
    execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
  const changed = git('status', '--porcelain', '--', 'packages', 'apps', 'bench') !== '';
  return git('rev-parse', '--short', 'HEAD') + (changed ? '+' : '');
}
