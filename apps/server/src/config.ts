/**
 * Configuration. Three places, later ones win: the defaults in the table below, the file
 * `.pm/config.toml`, and the environment (`PM_SERVER_PORT` is `[server] port`).
 *
 * The table is the only list of keys there is: what is not in it stops the start, wherever it was
 * written, because a misspelt key that is quietly ignored is a setting that somebody relies on.
 */
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import { DEFAULT_LIMITS, type Limits } from '@planwright/engine';
import type { RetrySettings } from '@planwright/journal';
import type { BreakerSettings } from '@planwright/sync';
import { parse, TomlError } from 'smol-toml';
import { lineOf } from './toml-line.ts';

/** One row of the table. `T` is what the rest of the program reads. */
interface Key<T> {
  readonly default: T;
  /** What would be valid, as it stands in a complaint: `a whole number from 1024 to 65535`. */
  readonly valid: string;
  /** What the key does, in one sentence. */
  readonly says: string;
  /** The source file where it takes effect. */
  readonly acts: string;
  /** The value, or undefined when it is not valid. */
  read(raw: unknown): T | undefined;
  /** A word of the environment as the file would hold it: `'80'` is the number 80. */
  fromText(text: string): unknown;
}

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Names in `.pm/` that the database must not take. */
const RESERVED = [
  'config.toml',
  'instance.json',
  'token',
  'lock',
  'logs',
  'backups',
  'imports',
  'blobs',
  'witness',
];

/** Every key: default, valid values, what it does, where. */
export const KEYS = {
  'server.host': key<string>({
    default: '127.0.0.1',
    valid: 'an address of this machine alone: 127.0.0.1, localhost or ::1',
    says: 'The address to listen on. There is no sign-in yet, so it must be one of this machine.',
    acts: 'apps/server/src/listen.ts',
    read: (raw) => (typeof raw === 'string' && isLoopback(raw) ? raw.toLowerCase() : undefined),
    fromText: (text) => text,
  }),
  'server.port': key<number | undefined>({
    ...whole(1024, 65535),
    default: undefined,
    says: 'Exactly this port. Not set: 4680 or the next free one, chosen once and kept.',
    acts: 'apps/server/src/listen.ts',
  }),
  'server.max_connections': key<number>({
    ...whole(1, 100_000),
    default: 10_000,
    says: 'Live connections in all; one more is refused with 503.',
    acts: 'apps/server/src/socket.ts',
  }),
  'database.path': key<string>({
    default: 'data.db',
    valid: `a file name in the data folder, without a path, and none of ${RESERVED.join(', ')}`,
    says: 'The database file, in the data folder.',
    acts: 'apps/server/src/store.ts',
    read: (raw) => (typeof raw === 'string' && isFileName(raw) ? raw : undefined),
    fromText: (text) => text,
  }),
  'logging.level': key<LogLevel>({
    default: 'info',
    valid: `one of ${LOG_LEVELS.join(', ')}`,
    says: 'The least weighty line that is written to the log.',
    acts: 'apps/server/src/log.ts',
    read: (raw) => LOG_LEVELS.find((level) => level === raw),
    fromText: (text) => text,
  }),
  'logging.dir': key<string>({
    default: 'logs',
    valid: 'the path of a folder, from the data folder or absolute',
    says: 'Where log files are written.',
    acts: 'apps/server/src/log.ts',
    read: (raw) => (typeof raw === 'string' && raw.trim() && !raw.includes('\0') ? raw : undefined),
    fromText: (text) => text,
  }),
  'circuit_breaker.failure_threshold': key<number>({
    ...whole(1, 100),
    default: 5,
    says: 'After so many failed writes (full disk, read-only, locked) the database is left alone for a while.',
    acts: 'packages/sync/src/breaker.ts',
  }),
  'circuit_breaker.failure_window_secs': key<number>({
    ...whole(1, 600),
    default: 60,
    says: 'Seconds after which a failed write is forgotten.',
    acts: 'packages/sync/src/breaker.ts',
  }),
  'circuit_breaker.open_duration_secs': key<number>({
    ...whole(1, 300),
    default: 30,
    says: 'Seconds for which the database is left alone before one write tries it again.',
    acts: 'packages/sync/src/breaker.ts',
  }),
  'circuit_breaker.half_open_success_threshold': key<number>({
    ...whole(1, 50),
    default: 3,
    says: 'Writes that must succeed then until all is well again.',
    acts: 'packages/sync/src/breaker.ts',
  }),
  'retry.max_attempts': key<number>({
    ...whole(1, 10),
    default: 3,
    says: 'Tries in all of what a busy database puts off: reads, writes, and opening it.',
    acts: 'packages/journal/src/retry.ts',
  }),
  'retry.initial_delay_ms': key<number>({
    ...whole(10, 10_000),
    default: 100,
    says: 'Milliseconds before the second try.',
    acts: 'packages/journal/src/retry.ts',
  }),
  'retry.max_delay_secs': key<number>({
    ...whole(1, 60),
    default: 5,
    says: 'The most seconds between two tries.',
    acts: 'packages/journal/src/retry.ts',
  }),
  'retry.backoff_multiplier': key<number>({
    default: 2,
    valid: 'a number from 1 to 10',
    says: 'Each wait is so many times the one before.',
    acts: 'packages/journal/src/retry.ts',
    read: (raw) => (typeof raw === 'number' && raw >= 1 && raw <= 10 ? raw : undefined),
    fromText: (text) => (/^\d{1,2}(\.\d{1,6})?$/.test(text) ? Number(text) : text),
  }),
  'retry.jitter': key<boolean>({
    default: true,
    valid: 'true or false',
    says: 'Waits a part of each wait, by chance, so that those who collided do not meet again.',
    acts: 'packages/journal/src/retry.ts',
    read: (raw) => (typeof raw === 'boolean' ? raw : undefined),
    fromText: (text) => ({ true: true, false: false })[text] ?? text,
  }),
  'handler.timeout_secs': key<number>({
    ...whole(1, 300),
    default: 30,
    says: 'Seconds after which a question or a page is refused as unavailable; never an edit.',
    acts: 'apps/server/src/patience.ts',
  }),
  'attachments.max_mib': key<number>({
    ...whole(1, 1024),
    default: 25,
    says: 'The largest file that may be attached to an item, in MiB.',
    acts: 'apps/server/src/attachment-routes.ts',
  }),
  'trash.purge_after_days': key<number>({
    ...whole(1, 3650),
    default: 30,
    says: 'Days after which what is in the trash is deleted for good.',
    acts: 'apps/server/src/purge.ts',
  }),
  'validation.max_title_length': key<number>({
    ...whole(1, 500),
    default: DEFAULT_LIMITS.titleLength,
    says: 'Characters in the title of a project or work item.',
    acts: 'packages/engine/src/limits.ts',
  }),
  'validation.max_description_length': key<number>({
    ...whole(1, 150_000),
    default: DEFAULT_LIMITS.descriptionLength,
    says: 'Characters in a description.',
    acts: 'packages/engine/src/limits.ts',
  }),
  'validation.max_comment_length': key<number>({
    ...whole(1, 50_000),
    default: DEFAULT_LIMITS.commentLength,
    says: 'Characters in a comment.',
    acts: 'packages/engine/src/limits.ts',
  }),
  'validation.max_sprint_name_length': key<number>({
    ...whole(1, 500),
    default: DEFAULT_LIMITS.sprintNameLength,
    says: 'Characters in the name of a sprint.',
    acts: 'packages/engine/src/limits.ts',
  }),
  'validation.max_story_points': key<number>({
    ...whole(0, 1000),
    default: DEFAULT_LIMITS.storyPoints,
    says: 'The most points that an item may have.',
    acts: 'packages/engine/src/limits.ts',
  }),
};

export type KeyName = keyof typeof KEYS;
export type Values = { readonly [K in KeyName]: (typeof KEYS)[K]['default'] };

/** Words of the environment that are no settings. */
const PROCESS_WORDS = new Set(['PM_CONFIG_DIR', 'PM_NO_OPEN']);

/** What the start goes by. `from` says for each key where its value was found. */
export interface Config {
  /** The data folder, absolute: `.pm` in the working folder, or `PM_CONFIG_DIR`. */
  readonly folder: string;
  readonly values: Values;
  readonly from: Readonly<Record<KeyName, string>>;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the configuration of a start.
 * @param cwd the working folder, absolute
 * @returns the values, or one sentence for each thing that is wrong, with its file, line and key
 */
export function readConfig(cwd: string, env: Environment): Config | { problems: string[] } {
  const folder = resolve(cwd, env['PM_CONFIG_DIR'] || '.pm');
  const found = new Map<KeyName, { value: unknown; from: string }>();
  const problems = [...readFile(join(folder, 'config.toml'), found), ...readEnv(env, found)];
  if (problems.length > 0) return { problems };
  const names = Object.keys(KEYS) as KeyName[];
  const entries = names.map((name) => [name, found.get(name)?.value ?? KEYS[name].default]);
  const places = names.map((name) => [name, found.get(name)?.from ?? 'default']);
  return {
    folder,
    values: Object.fromEntries(entries) as Values,
    from: Object.fromEntries(places) as Record<KeyName, string>,
  };
}

/** The limits that the engine goes by. */
export function limitsOf(values: Values): Limits {
  return {
    titleLength: values['validation.max_title_length'],
    descriptionLength: values['validation.max_description_length'],
    commentLength: values['validation.max_comment_length'],
    sprintNameLength: values['validation.max_sprint_name_length'],
    storyPoints: values['validation.max_story_points'],
  };
}

/** When the database is left alone. */
export function breakerOf(values: Values): BreakerSettings {
  return {
    failureThreshold: values['circuit_breaker.failure_threshold'],
    failureWindowMs: values['circuit_breaker.failure_window_secs'] * 1_000,
    openMs: values['circuit_breaker.open_duration_secs'] * 1_000,
    successThreshold: values['circuit_breaker.half_open_success_threshold'],
  };
}

/** How patient the server is with a busy database. */
export function retryOf(values: Values): RetrySettings {
  return {
    maxAttempts: values['retry.max_attempts'],
    initialDelayMs: values['retry.initial_delay_ms'],
    maxDelayMs: values['retry.max_delay_secs'] * 1_000,
    backoffMultiplier: values['retry.backoff_multiplier'],
    jitter: values['retry.jitter'],
  };
}

type Found = Map<KeyName, { value: unknown; from: string }>;

function* readFile(path: string, found: Found): Generator<string> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    yield `${path} cannot be read: ${(error as Error).message}.`;
    return;
  }
  let tables: Record<string, unknown>;
  try {
    tables = parse(text, { unsafeKeyBehaviour: 'throw' });
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    yield `${path}:${error.line}: this is not valid TOML: ${error.message.split('\n')[0]}`;
    return;
  }
  const at = (section: string, key?: string): string => `${path}:${lineOf(text, section, key)}`;
  for (const [section, table] of Object.entries(tables)) {
    if (!isSection(section) || typeof table !== 'object' || table === null) {
      yield `${at(section)}: "${section}" is not a section. ${allSections()}`;
      continue;
    }
    for (const [key, raw] of Object.entries(table)) {
      const name = `${section}.${key}`;
      if (!isKey(name))
        yield `${at(section, key)}: [${section}] has no key "${key}". ${keysOf(section)}`;
      else yield* take(name, raw, at(section, key), JSON.stringify(raw), found);
    }
  }
}

function* readEnv(env: Environment, found: Found): Generator<string> {
  const names = new Map(Object.keys(KEYS).map((name) => [variableOf(name), name as KeyName]));
  for (const [variable, text] of Object.entries(env)) {
    if (!variable.startsWith('PM_') || PROCESS_WORDS.has(variable) || text === undefined) continue;
    const name = names.get(variable);
    if (name === undefined) {
      yield `The environment has ${variable}, which is no setting. Settings are: ${[...names.keys()].join(', ')}.`;
    } else {
      yield* take(
        name,
        KEYS[name].fromText(text),
        `environment ${variable}`,
        JSON.stringify(text),
        found,
      );
    }
  }
}

function* take(
  name: KeyName,
  raw: unknown,
  from: string,
  shown: string,
  found: Found,
): Generator<string> {
  const value = KEYS[name].read(raw);
  const [section, key] = name.split('.');
  if (value === undefined)
    yield `${from}: [${section}] ${key} cannot be ${shown}. It must be ${KEYS[name].valid}.`;
  else found.set(name, { value, from });
}

const SECTIONS = [...new Set(Object.keys(KEYS).map((name) => name.slice(0, name.indexOf('.'))))];

function isSection(name: string): boolean {
  return SECTIONS.includes(name);
}

function isKey(name: string): name is KeyName {
  return Object.hasOwn(KEYS, name);
}

function allSections(): string {
  return `Sections are: ${SECTIONS.map((name) => `[${name}]`).join(', ')}.`;
}

function keysOf(section: string): string {
  const own = Object.keys(KEYS).filter((name) => name.startsWith(`${section}.`));
  return `Its keys are: ${own.map((name) => name.slice(section.length + 1)).join(', ')}.`;
}

/** `server.port` → `PM_SERVER_PORT`. */
function variableOf(name: string): string {
  return `PM_${name.replace('.', '_').toUpperCase()}`;
}

/** Fixes the type of a row. */
function key<T>(row: Key<T>): Key<T> {
  return row;
}

/** The common part of keys that hold a whole number, both ends included. */
function whole(least: number, most: number): Pick<Key<number>, 'valid' | 'read' | 'fromText'> {
  return {
    valid: `a whole number from ${least} to ${most}`,
    read: (raw) =>
      typeof raw === 'number' && Number.isInteger(raw) && raw >= least && raw <= most
        ? raw
        : undefined,
    fromText: (text) => (/^-?\d{1,15}$/.test(text) ? Number(text) : text),
  };
}

/** Is this an address that no other machine can reach? */
function isLoopback(host: string): boolean {
  if (host.toLowerCase() === 'localhost' || host === '::1') return true;
  return isIP(host) === 4 && host.startsWith('127.');
}

/** One name, no path, and none that the folder uses itself. */
function isFileName(name: string): boolean {
  if (!name.trim() || /[\0/\\]/.test(name) || name === '.' || name === '..') return false;
  return !RESERVED.includes(name.toLowerCase());
}
