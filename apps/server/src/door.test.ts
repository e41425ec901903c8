import { expect, it } from 'vitest';
import type { Answer } from './answer.ts';
import { OneTimeCodes } from './codes.ts';
import { createDoor, type Admission, type Visit } from './door.ts';
import { derive } from './token.ts';

const ORIGIN = 'http://127.0.0.1:4680';
const WORKSPACE = '0190f5fe-7c00-7000-8000-000000000001';
const TOKEN = 'T'.repeat(43);
const COOKIE = `pm_${WORKSPACE}=${derive(TOKEN, `cookie:${WORKSPACE}`)}`;

const door = createDoor({
  origin: ORIGIN,
  aliases: ['localhost', '[::1]'],
  workspaceId: WORKSPACE,
  token: TOKEN,
  codes: new OneTimeCodes(() => 0),
});

/** What a browser sends when somebody in the app follows a link. */
const INSIDE = {
  host: '127.0.0.1:4680',
  cookie: COOKIE,
  'sec-fetch-site': 'same-origin',
  'sec-fetch-mode': 'navigate',
  'sec-fetch-dest': 'document',
};
/** What a browser sends when somebody clicks a link to us on another site. */
const LINK = { ...INSIDE, cookie: undefined, 'sec-fetch-site': 'cross-site' };
const PROGRAM = { host: '127.0.0.1:4680', authorization: `Bearer ${TOKEN}` };

type Headers = Record<string, string | string[] | undefined>;

function admit(headers: Headers, target = '/', method = 'GET'): Admission {
  const lines = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, [value].flat()] as const],
  );
  const visit: Visit = { method, target, headers: Object.fromEntries(lines) };
  return door.admit(visit);
}

function answer(admission: Admission): Answer {
  if ('answer' in admission) return admission.answer;
  throw new Error(`let in by ${admission.key}`);
}

const statusOf = (admission: Admission): number => answer(admission).status;

it('DOOR-1 lets its own address in', () => {
  expect(admit(INSIDE)).toEqual({ key: 'cookie' });
  expect(admit(PROGRAM)).toEqual({ key: 'token' });
});

it.each([
  'example.com',
  'example.com:4680',
  '127.0.0.1',
  '127.0.0.1:4681',
  '127.0.0.1:46800',
  '127.0.0.1:04680',
  '127.0.0.1.example.com:4680',
  '127.1:4680',
  '2130706433:4680',
  '0.0.0.0:4680',
  'localhost.:4680',
  'localhost:4681',
  'user@127.0.0.1:4680',
  '',
])('DOOR-1 refuses the Host %s with 421', (host) => {
  expect(statusOf(admit({ ...INSIDE, host }))).toBe(421);
});

it('DOOR-1 refuses no Host, and two', () => {
  expect(statusOf(admit({ ...INSIDE, host: undefined }))).toBe(421);
  expect(statusOf(admit({ ...INSIDE, host: [INSIDE.host, INSIDE.host] }))).toBe(421);
});

it.each(['localhost:4680', 'LocalHost:4680', '[::1]:4680'])(
  'DOOR-2 sends %s to the one address, with path and query',
  (host) => {
    const { status, headers, body } = answer(admit({ ...LINK, host }, '/board?q=a?b'));
    expect(status).toBe(308);
    expect(headers['location']).toBe(`${ORIGIN}/board?q=a?b`);
    expect(body).toBe('');
  },
);

it('DOOR-2 never sends anybody to another site', () => {
  expect(answer(admit({ host: 'localhost:4680' }, '//example.com/')).headers['location']).toBe(
    `${ORIGIN}//example.com/`,
  );
  expect(statusOf(admit({ host: 'localhost:4680' }, 'http://example.com/'))).toBe(421);
  expect(answer(admit(LINK, '//example.com/')).body).toContain(`url=${ORIGIN}//example.com/`);
});

it.each(['OPTIONS', 'TRACE', 'CONNECT', 'PROPFIND', 'get'])('DOOR-3 has no %s', (method) => {
  const { status, headers } = answer(admit(PROGRAM, '/', method));
  expect(status).toBe(405);
  expect(headers['allow']).toBe('GET, HEAD, POST, PUT, PATCH, DELETE');
});

it('DOOR-3 refuses a target that is no path', () => {
  expect(statusOf(admit(PROGRAM, 'http://127.0.0.1:4680/'))).toBe(400);
  expect(statusOf(admit(PROGRAM, '*'))).toBe(400);
});

it.each([
  ['foreign', 'https://example.com'],
  ['null', 'null'],
  ['empty', ''],
  ['look-alike', 'http://127.0.0.1:4680.example.com'],
  ['look-alike', 'http://127.0.0.1:46800'],
  ['another port', 'http://127.0.0.1:3000'],
  ['another name', 'http://localhost:4680'],
  ['another scheme', 'https://127.0.0.1:4680'],
  ['with a slash', `${ORIGIN}/`],
  ['in capitals', ORIGIN.toUpperCase()],
  ['joined', `${ORIGIN}, ${ORIGIN}`],
  ['extension', 'chrome-extension://abcdefghijklmnop'],
])('DOOR-4 refuses an Origin that is %s: %s', (_, origin) => {
  for (const method of ['GET', 'POST']) {
    expect(statusOf(admit({ ...INSIDE, origin }, '/', method))).toBe(403);
  }
  expect(statusOf(admit({ ...PROGRAM, origin }, '/health'))).toBe(403);
});

it('DOOR-4 takes its own Origin once, and not twice', () => {
  expect(admit({ ...INSIDE, origin: ORIGIN })).toEqual({ key: 'cookie' });
  expect(statusOf(admit({ ...INSIDE, origin: [ORIGIN, ORIGIN] }))).toBe(403);
});

it.each(['cross-site', 'same-site', 'unheard-of', ''])(
  'DOOR-5 refuses Sec-Fetch-Site %s for everything but a clicked link',
  (site) => {
    const from = { ...INSIDE, 'sec-fetch-site': site };
    const refused = [
      admit({ ...from, 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' }),
      admit({ ...from, 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' }),
      admit({ ...from, 'sec-fetch-mode': 'websocket', 'sec-fetch-dest': 'empty' }),
      admit({ ...from, 'sec-fetch-dest': 'iframe' }),
      admit({ ...from, 'sec-fetch-dest': 'object' }),
      admit(from, '/', 'POST'),
      admit(from, '/', 'HEAD'),
      admit({ ...from, 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'script' }, '/health'),
    ];
    expect(refused.map(statusOf)).toEqual(refused.map(() => 403));
  },
);

it('DOOR-5 refuses Sec-Fetch-Site sent twice', () => {
  expect(statusOf(admit({ ...INSIDE, 'sec-fetch-site': ['same-origin', 'none'] }))).toBe(403);
});

it('DOOR-6 a clicked link gets a page without data that comes again once', () => {
  const first = answer(admit(LINK, '/board?q=<"&x=1'));
  expect(first.status).toBe(200);
  expect(first.body).toContain(`url=${ORIGIN}/board?q=&#60;&#34;&#38;x=1&#38;pm_again=1`);
  expect(first.body).not.toContain('<script');
  expect(first.headers['content-security-policy']).toContain("default-src 'none'");

  const own = { ...LINK, 'sec-fetch-site': 'same-origin', cookie: COOKIE };
  const second = answer(admit(own, '/board?q=<"&x=1&pm_again=1'));
  expect(second.status).toBe(302);
  expect(second.headers['location']).toBe(`${ORIGIN}/board?q=<"&x=1`);
  expect(admit(own, '/board?q=<"&x=1')).toEqual({ key: 'cookie' });
});

it('DOOR-6 a browser that calls the second try foreign too gets a link instead of a circle', () => {
  const { status, body } = answer(admit(LINK, '/board?pm_again=1'));
  expect(status).toBe(200);
  expect(body).not.toContain('http-equiv');
  expect(body).toContain(`href="${ORIGIN}/board"`);
});

it('DOOR-6 a clicked link with a code arrives with its code', () => {
  const code = door.invitation().slice(ORIGIN.length);
  expect(answer(admit(LINK, code)).body).toContain(`url=${ORIGIN}${code}&#38;pm_again=1`);
  const second = answer(admit({ ...LINK, 'sec-fetch-site': 'same-origin' }, `${code}&pm_again=1`));
  expect(second.status).toBe(303);
});

it('DOOR-7 /health and /live need no key, and everything else does', () => {
  const host = { host: '127.0.0.1:4680' };
  expect(admit(host, '/health?challenge=x')).toEqual({ key: 'nobody' });
  expect(admit(host, '/live')).toEqual({ key: 'nobody' });
  const closed = [
    '/',
    '/ready',
    '/socket',
    '/import',
    '/open/codes',
    '/assets/app.js',
    '/Health',
    '/health/',
    '/health/x',
    '//health',
    '/x/../health',
    '/%68ealth',
    '/live;x',
  ];
  expect(closed.map((path) => statusOf(admit(host, path)))).toEqual(closed.map(() => 401));
});

it.each([
  ['missing', undefined],
  ['empty', ''],
  ['without a scheme', TOKEN],
  ['of another scheme', `Basic ${TOKEN}`],
  ['short', `Bearer ${TOKEN.slice(1)}`],
  ['long', `Bearer ${TOKEN}T`],
  ['very long', `Bearer ${'T'.repeat(15_000)}`],
  ['wrong', `Bearer ${'U'.repeat(43)}`],
  ['sent twice', [`Bearer ${TOKEN}`, `Bearer ${TOKEN}`]],
  ['with something behind it', `Bearer ${TOKEN} x`],
  ['the cookie in place of the token', `Bearer ${COOKIE.split('=')[1]}`],
])('DOOR-8 refuses a token that is %s', (_, authorization) => {
  const { status, headers, body } = answer(admit({ ...PROGRAM, authorization }));
  expect(status).toBe(401);
  expect(headers['www-authenticate']).toBe('Bearer realm="planwright"');
  expect(JSON.parse(body)).toMatchObject({ error: { code: 'UNAUTHENTICATED' } });
});

it('DOOR-8 a wrong token is not made good by a cookie', () => {
  expect(statusOf(admit({ ...PROGRAM, cookie: COOKIE, authorization: 'Bearer x' }))).toBe(401);
});

it.each([
  ['empty', `pm_${WORKSPACE}=`],
  ['wrong', `pm_${WORKSPACE}=x`],
  ['the token itself', `pm_${WORKSPACE}=${TOKEN}`],
  ['of another workspace', COOKIE.replace(WORKSPACE, `${WORKSPACE.slice(0, -1)}2`)],
  ['of a longer name', `x${COOKIE}`],
])('DOOR-8 refuses a cookie that is %s', (_, cookie) => {
  expect(statusOf(admit({ ...INSIDE, cookie }))).toBe(401);
});

it('DOOR-8 finds its cookie among others, even false ones of its own name', () => {
  const cookie = `a=b; pm_${WORKSPACE}=forged; ${COOKIE}; c`;
  expect(admit({ ...INSIDE, cookie })).toEqual({ key: 'cookie' });
});

it('DOOR-9 a person without the cookie gets a page that says how to get in', () => {
  for (const headers of [
    { ...INSIDE, cookie: undefined },
    { host: INSIDE.host, accept: 'text/html,*/*' },
  ]) {
    const { status, headers: sent, body } = answer(admit(headers, '/board'));
    expect(status).toBe(401);
    expect(sent['content-type']).toBe('text/html; charset=utf-8');
    expect(body).toContain('npm start');
    expect(body).not.toContain(WORKSPACE);
  }
});

it('DOOR-10 a code becomes the cookie, once', () => {
  const target = door.invitation().slice(ORIGIN.length);
  const typed = { ...LINK, 'sec-fetch-site': 'none' };
  const { status, headers } = answer(admit(typed, target));
  expect(status).toBe(303);
  expect(headers['location']).toBe(`${ORIGIN}/`);
  expect(headers['set-cookie']).toBe(
    `${COOKIE}; Path=/; HttpOnly; SameSite=Strict; Max-Age=31536000`,
  );
  const second = answer(admit(typed, target));
  expect(second.status).toBe(403);
  expect(second.headers['set-cookie']).toBeUndefined();
});

it('DOOR-10 a used link still leads home for somebody who is in', () => {
  const target = door.invitation().slice(ORIGIN.length);
  expect(statusOf(admit({ ...LINK, 'sec-fetch-site': 'none' }, target))).toBe(303);
  const { status, headers } = answer(admit(INSIDE, target));
  expect(status).toBe(303);
  expect(headers['set-cookie']).toBeUndefined();
});

it('DOOR-10 looking ahead, or asking for the head, uses no code up', () => {
  const target = door.invitation().slice(ORIGIN.length);
  const typed = { ...LINK, 'sec-fetch-site': 'none' };
  expect(statusOf(admit({ ...typed, 'sec-purpose': 'prefetch;prerender' }, target))).toBe(403);
  expect(statusOf(admit(typed, target, 'HEAD'))).toBe(401);
  expect(statusOf(admit(typed, target, 'POST'))).toBe(401);
  expect(statusOf(admit(typed, target))).toBe(303);
});

it.each(['/open', '/open?code=', '/open?code=x', '/open?code[]=x'])(
  'DOOR-10 %s opens nothing',
  (target) => {
    expect(statusOf(admit({ ...LINK, 'sec-fetch-site': 'none' }, target))).toBe(403);
  },
);

it.each([
  ['a form', 'application/x-www-form-urlencoded'],
  ['text', 'text/plain;charset=UTF-8'],
  ['text that says JSON', 'text/plain; application/json'],
  ['an upload', 'multipart/form-data; boundary=x'],
  ['a beacon without a type', undefined],
  ['two types', ['application/json', 'text/plain']],
  ['a look-alike', 'application/jsonp'],
])('DOOR-11 refuses to change anything by %s', (_, type) => {
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
    expect(statusOf(admit({ ...PROGRAM, 'content-type': type }, '/open/codes', method))).toBe(415);
  }
});

it('DOOR-11 takes bytes where files are attached, and nothing else there', () => {
  const thumbnail = `/blob/${'0190f5fe-7c00-7000-8000-000000000001'}/thumbnail`;
  const bytes = { 'content-type': 'application/octet-stream' };
  expect(admit({ ...INSIDE, ...bytes }, '/attachment?item=x', 'POST')).toEqual({ key: 'cookie' });
  expect(admit({ ...INSIDE, ...bytes }, thumbnail, 'PUT')).toEqual({ key: 'cookie' });
  const elsewhere = [
    ['/attachment', 'PUT'],
    ['/attachment/x', 'POST'],
    ['/open/codes', 'POST'],
    ['/import', 'POST'],
    [thumbnail, 'POST'],
    [`${thumbnail}/x`, 'PUT'],
  ] as const;
  for (const [path, method] of elsewhere) {
    expect(statusOf(admit({ ...INSIDE, ...bytes }, path, method))).toBe(415);
  }
  for (const type of ['application/json', 'text/plain', 'multipart/form-data; boundary=x']) {
    expect(statusOf(admit({ ...INSIDE, 'content-type': type }, '/attachment', 'POST'))).toBe(415);
  }
});

it('DOOR-11 takes JSON', () => {
  const type = { 'content-type': 'Application/JSON; charset=utf-8' };
  expect(admit({ ...PROGRAM, ...type }, '/open/codes', 'POST')).toEqual({ key: 'token' });
  expect(admit({ ...INSIDE, ...type }, '/import', 'POST')).toEqual({ key: 'cookie' });
});
