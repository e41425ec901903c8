import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { KEYS, readConfig, type Config, type Environment, type KeyName } from './config.ts';
import { tempFolder } from './testing/temp.ts';
import { lineOf } from './toml-line.ts';

function read(
  toml: string | null,
  env: Environment = {},
): ReturnType<typeof readConfig> & { path: string } {
  const cwd = tempFolder();
  const path = join(cwd, '.pm', 'config.toml');
  if (toml !== null) {
    mkdirSync(join(cwd, '.pm'));
    writeFileSync(path, toml);
  }
  return { ...readConfig(cwd, env), path };
}

function good(toml: string | null, env: Environment = {}): Config {
  const config = read(toml, env);
  if ('problems' in config) throw new Error(config.problems.join('\n'));
  return config;
}

/** What a start complains of, with the path of the file cut off. */
function problems(toml: string | null, env: Environment = {}): string[] {
  const config = read(toml, env);
  if (!('problems' in config)) throw new Error('nothing is wrong');
  return config.problems.map((problem) => problem.replace(config.path, 'config.toml'));
}

it('CFG-1 without a file and variables, every key has its default', () => {
  const { values, from } = good(null);
  expect(values).toEqual({
    'server.host': '127.0.0.1',
    'server.port': undefined,
    'server.max_connections': 10_000,
    'database.path': 'data.db',
    'logging.level': 'info',
    'logging.dir': 'logs',
    'circuit_breaker.failure_threshold': 5,
    'circuit_breaker.failure_window_secs': 60,
    'circuit_breaker.open_duration_secs': 30,
    'circuit_breaker.half_open_success_threshold': 3,
    'retry.max_attempts': 3,
    'retry.initial_delay_ms': 100,
    'retry.max_delay_secs': 5,
    'retry.backoff_multiplier': 2,
    'retry.jitter': true,
    'handler.timeout_secs': 30,
    'attachments.max_mib': 25,
    'trash.purge_after_days': 30,
    'validation.max_title_length': 200,
    'validation.max_description_length': 150_000,
    'validation.max_comment_length': 50_000,
    'validation.max_sprint_name_length': 100,
    'validation.max_story_points': 100,
  });
  expect(new Set(Object.values(from))).toEqual(new Set(['default']));
});

it.each(Object.entries(KEYS))(
  'CFG-1 %s says what it does, what is valid, and where it acts',
  (_, key) => {
    expect(key.says).toMatch(/^[A-Z].*\.$/s);
    expect(key.valid).not.toBe('');
    expect(existsSync(join(import.meta.dirname, '../../..', key.acts))).toBe(true);
    expect(key.default === undefined || key.read(key.default) === key.default).toBe(true);
  },
);

it('CFG-9 docs/configuration.md has every key with its default, in the order of the table', () => {
  const path = join(import.meta.dirname, '../../../docs/configuration.md');
  const rows = readFileSync(path, 'utf8').matchAll(/^\| `\[(\w+)\] (\w+)` \| ([^|]+) \|/gm);
  const told = [...rows].map(([, section, name, value = '']) => {
    return [`${section}.${name}`, value.replaceAll('`', '')];
  });
  const table = Object.entries(KEYS).map(([name, key]) => [name, String(key.default ?? 'not set')]);
  expect(told).toEqual(table);
});

it('CFG-2 the file wins over the default, and the environment over the file', () => {
  const toml = '\uFEFF[server]\r\nport = 5000\r\nmax_connections = 7\r\n';
  const { values, from } = good(toml, { PM_SERVER_PORT: '6000', HOME: '/home/ann' });
  expect(values['server.port']).toBe(6000);
  expect(values['server.max_connections']).toBe(7);
  expect(values['server.host']).toBe('127.0.0.1');
  expect(from['server.port']).toBe('environment PM_SERVER_PORT');
  expect(from['server.max_connections']).toMatch(/config\.toml:3$/);
});

const SAMPLES: Record<KeyName, [text: string, value: unknown]> = {
  'server.host': ['localhost', 'localhost'],
  'server.port': ['4999', 4999],
  'server.max_connections': ['12', 12],
  'database.path': ['other.db', 'other.db'],
  'logging.level': ['debug', 'debug'],
  'logging.dir': ['/var/log/planwright', '/var/log/planwright'],
  'circuit_breaker.failure_threshold': ['100', 100],
  'circuit_breaker.failure_window_secs': ['600', 600],
  'circuit_breaker.open_duration_secs': ['300', 300],
  'circuit_breaker.half_open_success_threshold': ['50', 50],
  'retry.max_attempts': ['10', 10],
  'retry.initial_delay_ms': ['10000', 10_000],
  'retry.max_delay_secs': ['60', 60],
  'retry.backoff_multiplier': ['1.5', 1.5],
  'retry.jitter': ['false', false],
  'handler.timeout_secs': ['300', 300],
  'attachments.max_mib': ['2', 2],
  'trash.purge_after_days': ['7', 7],
  'validation.max_title_length': ['50', 50],
  'validation.max_description_length': ['51', 51],
  'validation.max_comment_length': ['52', 52],
  'validation.max_sprint_name_length': ['53', 53],
  'validation.max_story_points': ['0', 0],
};

it.each(Object.entries(SAMPLES))('CFG-2 %s can be set in both places', (name, [text, value]) => {
  const [section = '', key = ''] = name.split('.');
  const variable = `PM_${section}_${key}`.toUpperCase();
  const toml = `[${section}]\n${key} = ${JSON.stringify(value)}\n`;
  expect(good(toml).values[name as KeyName]).toEqual(value);
  expect(good(null, { [variable]: text }).values[name as KeyName]).toEqual(value);
});

it('CFG-3 an unknown key stops the start with file, line, key and what there is', () => {
  expect(problems('[server]\nport = 5000\nprot = 1\n')).toEqual([
    'config.toml:3: [server] has no key "prot". Its keys are: host, port, max_connections.',
  ]);
  expect(problems('[server]\npublic_url = "https://pm.example.com"\n')).toEqual([
    'config.toml:2: [server] has no key "public_url". Its keys are: host, port, max_connections.',
  ]);
});

it('CFG-3 an unknown section stops the start', () => {
  const sections =
    'Sections are: [server], [database], [logging], [circuit_breaker], [retry], [handler], [attachments], [trash], [validation].';
  expect(problems('# c\n[auth]\nenabled = true\n')).toEqual([
    `config.toml:2: "auth" is not a section. ${sections}`,
  ]);
  expect(problems('port = 1\n')).toEqual([`config.toml:1: "port" is not a section. ${sections}`]);
  expect(problems('server = 1\n')).toEqual([
    `config.toml:1: "server" is not a section. ${sections}`,
  ]);
  expect(problems('[server.deep]\nport = 1\n')).toEqual([
    'config.toml:1: [server] has no key "deep". Its keys are: host, port, max_connections.',
  ]);
});

it('CFG-3 an unknown variable stops the start; others than PM_ are not ours', () => {
  expect(problems(null, { PM_AUTH_ENABLED: 'true' })[0]).toMatch(
    /^The environment has PM_AUTH_ENABLED, which is no setting\. Settings are: PM_SERVER_HOST, /,
  );
  expect(problems(null, { PM_SERVER_PROT: '1' })).toHaveLength(1);
  good(null, { PM_NO_OPEN: '1', PM2_HOME: 'x', pm_id: '1', SERVER_PORT: '1' });
});

it.each([
  ['[server]\nport = "4680"', 'port', '"4680"', 'a whole number from 1024 to 65535'],
  ['[server]\nport = 1023', 'port', '1023', 'a whole number from 1024 to 65535'],
  ['[server]\nport = 65536', 'port', '65536', 'a whole number from 1024 to 65535'],
  ['[server]\nport = 4680.5', 'port', '4680.5', 'a whole number from 1024 to 65535'],
  ['[server]\nport = true', 'port', 'true', 'a whole number from 1024 to 65535'],
  ['[server]\nmax_connections = 0', 'max_connections', '0', 'a whole number from 1 to 100000'],
  [
    '[circuit_breaker]\nfailure_threshold = 101',
    'failure_threshold',
    '101',
    'a whole number from 1 to 100',
  ],
  ['[retry]\nbackoff_multiplier = 0.5', 'backoff_multiplier', '0.5', 'a number from 1 to 10'],
  ['[retry]\njitter = "yes"', 'jitter', '"yes"', 'true or false'],
  ['[handler]\ntimeout_secs = 301', 'timeout_secs', '301', 'a whole number from 1 to 300'],
  ['[logging]\nlevel = "loud"', 'level', '"loud"', 'one of fatal, error, warn, info, debug, trace'],
])('CFG-4 a bad value stops the start: %s', (toml, key, shown, valid) => {
  const [section] = toml.split('\n');
  expect(problems(toml)).toEqual([
    `config.toml:2: ${section} ${key} cannot be ${shown}. It must be ${valid}.`,
  ]);
});

it.each(['', ' ', '80', '4680x', '0x1248', '1e4', '-1', '99999999999999999999'])(
  'CFG-4 a bad word in the environment stops the start: %j',
  (word) => {
    expect(problems(null, { PM_SERVER_PORT: word })).toEqual([
      `environment PM_SERVER_PORT: [server] port cannot be ${JSON.stringify(word)}. ` +
        'It must be a whole number from 1024 to 65535.',
    ]);
  },
);

it('CFG-4 everything that is wrong is said at once', () => {
  const toml = '[server]\nport = 1\n[logging]\nlevel = 3\n';
  expect(problems(toml, { PM_SERVER_HOST: '0.0.0.0' })).toHaveLength(3);
});

it('CFG-4 broken TOML stops the start with its line', () => {
  expect(problems('[server]\nport = \n')[0]).toMatch(
    /^config\.toml:[23]: this is not valid TOML: /,
  );
  expect(problems('[server]\nport = 1\nport = 2\n')[0]).toMatch(/^config\.toml:3: /);
  expect(problems('[server]\n__proto__ = 1\n')[0]).toMatch(/^config\.toml:2: /);
});

it('CFG-4 a file that cannot be read stops the start', () => {
  const cwd = tempFolder();
  mkdirSync(join(cwd, '.pm', 'config.toml'), { recursive: true });
  const config = readConfig(cwd, {});
  expect('problems' in config && config.problems[0]).toContain('cannot be read');
});

it('CFG-5 PM_CONFIG_DIR moves the folder', () => {
  expect(good(null).folder).toMatch(/\.pm$/);
  const elsewhere = tempFolder();
  writeFileSync(join(elsewhere, 'config.toml'), '[server]\nport = 5001\n');
  const config = good('[server]\nport = 5000\n', { PM_CONFIG_DIR: elsewhere });
  expect(config.folder).toBe(elsewhere);
  expect(config.values['server.port']).toBe(5001);
});

it.each(['127.0.0.1', '127.0.0.2', 'localhost', 'LOCALHOST', '::1'])(
  'CFG-6 host may be %s',
  (host) => {
    expect(good(null, { PM_SERVER_HOST: host }).values['server.host']).toBe(host.toLowerCase());
  },
);

it.each([
  '0.0.0.0',
  '::',
  '192.168.1.5',
  '10.0.0.1',
  'example.com',
  '127.0.0.1.example.com',
  '::ffff:127.0.0.1',
  '127.1',
  '',
])('CFG-6 attack: host may not be %s, which others could reach', (host) => {
  expect(problems(`[server]\nhost = "${host}"\n`)).toEqual([
    `config.toml:2: [server] host cannot be "${host}". ` +
      'It must be an address of this machine alone: 127.0.0.1, localhost or ::1.',
  ]);
});

it.each([
  '../data.db',
  '/tmp/data.db',
  'sub/data.db',
  'sub\\data.db',
  '.',
  '..',
  '',
  ' ',
  'token',
  'LOCK',
  'logs',
  'instance.json',
  'a\u0000b',
])('CFG-7 the database stays in the folder and takes no name of another file: %j', (path) => {
  expect(problems(`[database]\npath = ${JSON.stringify(path)}\n`)).toHaveLength(1);
});

it.each([
  ['[a]\nk = 1\n[server]\n# port\nport = 1', 5],
  ['server.port = 1', 1],
  ['\n"server".\'port\' = 1', 2],
  ['[ server ]\n\n  port=1', 3],
  ['server = { port = 1 }', 1],
  ['[x]\nport = 1\n[server]\n"p" = 2', 3],
])('CFG-3 finds the line of a key: %j', (toml, line) => {
  expect(lineOf(toml, 'server', 'port')).toBe(line);
});
