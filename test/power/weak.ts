/**
 * The deliberately wrong server: loaded with `--import` before the real one, it makes every
 * connection run with a weaker `synchronous` than was asked for, as a careless driver would.
 *
 *   POWER_SYNCHRONOUS   NORMAL or OFF
 *   POWER_LIES          set: also what is read back is a lie, or the server would refuse to start
 *
 * The product has no such setting; this file is the only place that can do it.
 */
import { DatabaseSync } from 'node:sqlite';

const weaker = process.env['POWER_SYNCHRONOUS'];
const lies = process.env['POWER_LIES'] !== undefined;
if (weaker !== 'NORMAL' && weaker !== 'OFF') throw new Error('POWER_SYNCHRONOUS: NORMAL or OFF');

const real = DatabaseSync.prototype;
const { exec, prepare } = Object.getOwnPropertyDescriptors(real);

real.exec = function (this: DatabaseSync, sql) {
  (exec.value as typeof real.exec).call(
    this,
    sql.replace('synchronous = FULL', `synchronous = ${weaker}`),
  );
};

real.prepare = function (this: DatabaseSync, sql, options) {
  const asked = lies && sql === 'PRAGMA synchronous' ? 'SELECT 2' : sql;
  return (prepare.value as typeof real.prepare).call(this, asked, options);
};
