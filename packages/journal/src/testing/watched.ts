/** A connection that says so before each statement that may write: for what happens in between. */
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';

export function watched(db: DatabaseSync, before: () => void): DatabaseSync {
  const prepare = (...given: Parameters<DatabaseSync['prepare']>): StatementSync => {
    const statement = db.prepare(...given);
    const run = statement.run.bind(statement) as (...values: SQLInputValue[]) => unknown;
    const noted = (...values: SQLInputValue[]): unknown => {
      before();
      return run(...values);
    };
    return Object.assign(statement, { run: noted });
  };
  const exec = (sql: string): void => {
    for (const one of sql.split(/;\s*$/m)) {
      if (one.trim() === '') continue;
      before();
      db.exec(one);
    }
  };
  return new Proxy(db, {
    get(target, name) {
      if (name === 'exec') return exec;
      if (name === 'prepare') return prepare;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
