import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { proofOf } from './listen.ts';
import { readSite } from './site.ts';
import { buildHouse, WORKSPACE, type Asking, type House } from './testing/house.ts';
import { tempFolder } from './testing/temp.ts';

const JSON_TYPE = { 'content-type': 'application/json' };

/** Every route, as somebody who may would call it. */
const ROUTES: readonly (Asking & { path: string })[] = [
  { path: '/health' },
  { path: '/live' },
  { path: '/ready' },
  { path: '/' },
  { path: '/assets/app-1.js' },
  { path: '/nowhere' },
  { path: '/open?code=x' },
  { path: '/open/codes', method: 'POST', headers: JSON_TYPE, body: '{}' },
];

const PAGE = { accept: 'text/html', 'sec-fetch-mode': 'navigate', 'sec-fetch-site': 'none' };

function site(): ReturnType<typeof readSite> {
  const folder = join(tempFolder(), 'dist');
  const files = {
    'index.html': '<!doctype html><title>the app</title>',
    'assets/app-1.js': 'export {}',
    'assets/app-1.css': ':root{}',
    'manifest.webmanifest': '{}',
    'sw.js': '0',
    'icon.svg': '<svg/>',
    '.built-from': 'secret',
  };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  writeFileSync(join(folder, '..', 'token'), 'a secret');
  symlinkSync(join(folder, '..', 'token'), join(folder, 'link.txt'));
  return readSite(folder);
}

async function everywhere(house: House, asking: Asking): Promise<number[]> {
  const replies = ROUTES.map((route) =>
    house.ask(route.path, {
      ...route,
      ...asking,
      headers: { ...route.headers, ...asking.headers },
    }),
  );
  return (await Promise.all(replies)).map((reply) => reply.status);
}

it('DOOR-1 attack: a foreign Host on every route', async () => {
  const house = await buildHouse();
  for (const host of [
    'example.com',
    `example.com:${house.port}`,
    `127.0.0.1.example.com:${house.port}`,
  ]) {
    expect(await everywhere(house, { headers: { host } })).toEqual(ROUTES.map(() => 421));
  }
});

it('DOOR-1 attack: two Host lines, none, and an absolute target', async () => {
  const house = await buildHouse();
  const key = `Authorization: Bearer ${house.token}\r\nConnection: close\r\n\r\n`;
  const own = `Host: 127.0.0.1:${house.port}\r\n`;
  expect(await house.raw(`GET / HTTP/1.1\r\n${own}Host: example.com\r\n${key}`)).toMatch(
    /^HTTP\/1.1 4\d\d /,
  );
  expect(await house.raw(`GET / HTTP/1.1\r\nHost: example.com\r\n${own}${key}`)).toMatch(
    /^HTTP\/1.1 4\d\d /,
  );
  expect(await house.raw(`GET / HTTP/1.0\r\n${key}`)).toMatch(/^HTTP\/1.1 421 /);
  expect(await house.raw(`GET http://example.com/ HTTP/1.1\r\n${own}${key}`)).toMatch(
    /^HTTP\/1.1 400 /,
  );
});

it('DOOR-2 localhost and [::1] are sent to the one address', async () => {
  const house = await buildHouse();
  for (const name of ['localhost', '[::1]']) {
    const headers = { host: `${name}:${house.port}` };
    const { status, headers: sent } = await house.ask('/board?x=1', { headers, stranger: true });
    expect([status, sent['location']]).toEqual([308, `${house.origin}/board?x=1`]);
  }
});

it('DOOR-3 attack: preflights get no CORS headers', async () => {
  const house = await buildHouse();
  for (const origin of ['https://example.com', house.origin]) {
    const headers = { origin, 'access-control-request-method': 'POST' };
    const { status, headers: sent } = await house.ask('/open/codes', {
      method: 'OPTIONS',
      headers,
    });
    expect(status).toBe(405);
    expect(Object.keys(sent).filter((name) => name.startsWith('access-control'))).toEqual([]);
  }
});

it('DOOR-4 attack: a foreign, null, look-alike and doubled Origin on every route', async () => {
  const house = await buildHouse();
  const origins = [
    'https://example.com',
    'null',
    `${house.origin}.example.com`,
    [house.origin, house.origin],
  ];
  for (const origin of origins) {
    expect(await everywhere(house, { headers: { origin } })).toEqual(ROUTES.map(() => 403));
  }
});

it('DOOR-5 attack: requests that a page of another site can make', async () => {
  const house = await buildHouse();
  const fetchSite = {
    'sec-fetch-site': 'cross-site',
    'sec-fetch-mode': 'no-cors',
    'sec-fetch-dest': 'empty',
  };
  expect(await everywhere(house, { headers: fetchSite })).toEqual(ROUTES.map(() => 403));
  const frame = { ...fetchSite, 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' };
  expect(await everywhere(house, { headers: frame })).toEqual(ROUTES.map(() => 403));
});

it('DOOR-8 attack: every route without a key, with a short and with a long token', async () => {
  const house = await buildHouse();
  const expected = ROUTES.map(({ path }) => {
    if (path === '/health' || path === '/live') return 200;
    return path.startsWith('/open?') ? 403 : 401;
  });
  expect(await everywhere(house, { stranger: true })).toEqual(expected);
  for (const token of [house.token.slice(1), `${house.token}x`, '']) {
    const headers = { authorization: `Bearer ${token}` };
    expect(await everywhere(house, { stranger: true, headers })).toEqual(expected);
  }
});

it('DOOR-10 from the printed address to the app', async () => {
  const house = await buildHouse({ site: site() });
  const { address } = JSON.parse((await house.ask('/open/codes', ROUTES[7])).body) as {
    address: string;
  };
  expect(address.startsWith(`${house.origin}/open?code=`)).toBe(true);
  const path = address.slice(house.origin.length);
  const first = await house.ask(path, { headers: PAGE, stranger: true });
  expect(first.status).toBe(303);
  const [cookie = ''] = (first.headers['set-cookie']?.[0] ?? '').split(';');
  expect(cookie).toBe(house.cookie);
  const app = await house.ask('/', { headers: { ...PAGE, cookie }, stranger: true });
  expect([app.status, app.body]).toEqual([200, '<!doctype html><title>the app</title>']);
  expect((await house.ask(path, { headers: PAGE, stranger: true })).status).toBe(403);
});

it('DOOR-11 attack: form, text/plain and beacon posts', async () => {
  const house = await buildHouse();
  for (const type of [
    'application/x-www-form-urlencoded',
    'text/plain',
    'multipart/form-data; boundary=x',
  ]) {
    const asking = {
      method: 'POST',
      headers: { 'content-type': type, cookie: house.cookie },
      body: '{}',
    };
    expect((await house.ask('/open/codes', { ...asking, stranger: true })).status).toBe(415);
  }
});

it('DOOR-12 every answer forbids framing, sniffing, referrers and foreign scripts', async () => {
  const house = await buildHouse({ site: site() });
  const askings: [string, Asking][] = [
    ...ROUTES.map((route): [string, Asking] => [route.path, route]),
    ['/', { headers: { host: 'example.com' } }],
    ['/', { headers: { host: `localhost:${house.port}` } }],
    ['/', { stranger: true, headers: PAGE }],
    ['/board', { headers: PAGE }],
    ['/', { method: 'OPTIONS' }],
  ];
  for (const [path, asking] of askings) {
    const { headers } = await house.ask(path, asking);
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers['content-security-policy']).toContain("default-src '");
    expect(headers['content-security-policy']).not.toContain('unsafe');
    expect(headers).toMatchObject({
      'x-frame-options': 'DENY',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
    });
  }
  const broken = await house.raw('NONSENSE\r\n\r\n');
  expect(broken).toMatch(/^HTTP\/1.1 400 /);
  expect(broken).toContain('x-frame-options: DENY');
});

it('HTTP-1 says that it is up to anybody, and who it is only to one that can check it', async () => {
  const house = await buildHouse();
  expect(JSON.parse((await house.ask('/live', { stranger: true })).body)).toEqual({ status: 'up' });
  const health = { status: 'up', product: 'planwright', version: '0.0.0' };
  expect(JSON.parse((await house.ask('/health', { stranger: true })).body)).toEqual(health);
  const challenge = 'c'.repeat(32);
  const proof = proofOf(house, challenge);
  const answer = await house.ask(`/health?challenge=${challenge}`, { stranger: true });
  expect(JSON.parse(answer.body)).toEqual({ ...health, proof });
  expect(answer.body).not.toContain(house.token);
  expect(answer.body).not.toContain(WORKSPACE);
  for (const odd of ['short', 'x'.repeat(65), '%00'.repeat(20)]) {
    expect(JSON.parse((await house.ask(`/health?challenge=${odd}`)).body)).toEqual(health);
  }
});

it('HTTP-2 is ready when every check is well, and else says which is not', async () => {
  const problems = new Map<string, string>();
  const check = (name: string) => (): string | null => problems.get(name) ?? null;
  const house = await buildHouse({ checks: { database: check('database'), disk: check('disk') } });
  const ready = await house.ask('/ready');
  expect([ready.status, JSON.parse(ready.body)]).toEqual([200, { status: 'ready' }]);
  problems.set('disk', '3 MB are free');
  const not = await house.ask('/ready');
  expect([not.status, JSON.parse(not.body)]).toEqual([
    503,
    { status: 'not ready', problems: { disk: '3 MB are free' } },
  ]);
});

it('HTTP-3 serves the app with the right types and caching', async () => {
  const house = await buildHouse({ site: site() });
  const facts = async (path: string): Promise<unknown[]> => {
    const { status, headers } = await house.ask(path);
    return [status, headers['content-type'], headers['cache-control']];
  };
  const forever = 'private, max-age=31536000, immutable';
  expect(await facts('/assets/app-1.js')).toEqual([200, 'text/javascript; charset=utf-8', forever]);
  expect(await facts('/assets/app-1.css')).toEqual([200, 'text/css; charset=utf-8', forever]);
  expect(await facts('/sw.js')).toEqual([200, 'text/javascript; charset=utf-8', 'no-cache']);
  expect(await facts('/icon.svg')).toEqual([200, 'image/svg+xml', 'no-cache']);
  expect(await facts('/index.html')).toEqual([200, 'text/html; charset=utf-8', 'no-store']);
  const { headers } = await house.ask('/sw.js');
  const again = await house.ask('/sw.js', {
    headers: { 'if-none-match': String(headers['etag']) },
  });
  expect([again.status, again.body]).toEqual([304, '']);
});

it('HTTP-4 an unknown address is the app for a person, and 404 for a program or an asset', async () => {
  const house = await buildHouse({ site: site() });
  for (const path of ['/', '/board/WEB-12', '/a/b?c=d', '/open/x']) {
    const { status, headers, body } = await house.ask(path, { headers: PAGE });
    expect([status, body, headers['cache-control']]).toEqual([
      200,
      '<!doctype html><title>the app</title>',
      'no-store',
    ]);
  }
  expect((await house.ask('/board')).status).toBe(404);
  expect((await house.ask('/assets/old.js', { headers: PAGE })).status).toBe(404);
  const post = await house.ask('/board', { method: 'POST', headers: JSON_TYPE, body: '{}' });
  expect([post.status, JSON.parse(post.body)]).toMatchObject([
    404,
    { error: { code: 'NOT_FOUND' } },
  ]);
});

it('HTTP-4 a web app that is not built says so', async () => {
  const house = await buildHouse({ site: readSite(join(tempFolder(), 'missing')) });
  const { status, body } = await house.ask('/', { headers: PAGE });
  expect(status).toBe(503);
  expect(body).toContain('npm run build');
});

it.each([
  '/../token',
  '/assets/../../token',
  '/%2e%2e/token',
  '/..%2ftoken',
  '/..%5ctoken',
  '/assets/%2e%2e%2f%2e%2e%2ftoken',
  '//token',
  '/link.txt',
  '/.built-from',
  '/%00',
  '/%ff',
  '/%',
  '/__proto__',
])('HTTP-5 attack: %s leads nowhere', async (path) => {
  const house = await buildHouse({ site: site() });
  const reply = await house.raw(
    `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${house.port}\r\n` +
      `Authorization: Bearer ${house.token}\r\nConnection: close\r\n\r\n`,
  );
  expect(reply).toMatch(/^HTTP\/1.1 40[04] /);
  expect(reply).not.toContain('secret');
});

it('HTTP-6 a body has at most 1 MiB, told or not', async () => {
  const house = await buildHouse();
  const large = Buffer.alloc(1024 * 1024 + 1, ' ');
  const told = await house.ask('/open/codes', { method: 'POST', headers: JSON_TYPE, body: large });
  expect(told.status).toBe(413);
  const headers = { ...JSON_TYPE, 'transfer-encoding': 'chunked' };
  const untold = await house.ask('/open/codes', { method: 'POST', headers, body: large });
  expect(untold.status).toBe(413);
  const just = Buffer.concat([Buffer.from('{}'), large.subarray(3)]);
  expect(
    (await house.ask('/open/codes', { method: 'POST', headers: JSON_TYPE, body: just })).status,
  ).toBe(201);
});

it.each([
  ['nothing', ''],
  ['no JSON', '{'],
  ['too deep', '['.repeat(65) + ']'.repeat(65)],
  ['very deep', '['.repeat(100_000)],
  ['not UTF-8', Buffer.from([0x22, 0xff, 0x22])],
])('HTTP-7 refuses a body that is %s', async (_, body) => {
  const house = await buildHouse();
  const reply = await house.ask('/open/codes', { method: 'POST', headers: JSON_TYPE, body });
  expect(reply.status).toBe(400);
  expect(JSON.parse(reply.body)).toMatchObject({ error: { code: 'BROKEN' } });
});

it('HTTP-8 a request that cannot be read is answered and ended', async () => {
  const house = await buildHouse();
  const host = `Host: 127.0.0.1:${house.port}\r\n`;
  expect(await house.raw(`GET / HTTP/1.1\r\n${host}X: ${'x'.repeat(20_000)}\r\n\r\n`)).toMatch(
    /^HTTP\/1.1 431 /,
  );
  expect(await house.raw(`GET /\r\n X\r\n\r\n`)).toMatch(/^HTTP\/1.1 400 /);
  expect(house.listening.servers.map((server) => server.headersTimeout)).toEqual(
    house.listening.servers.map(() => 10_000),
  );
});

it('HTTP-9 a handler that fails answers with the id that the log names, and nothing else', async () => {
  const house = await buildHouse({
    checks: {
      database: () => {
        throw new Error('a path that nobody should see');
      },
    },
  });
  const { status, headers, body } = await house.ask('/ready');
  expect(status).toBe(500);
  expect(body).toContain(String(headers['x-request-id']));
  expect(body).not.toContain('path');
});
