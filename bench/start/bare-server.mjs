/**
 * The floor of a start: `node:http` that answers, and, with a database, all hot rows of it read
 * into arrays before that. Plain JavaScript, as the built server is. node bare-server.mjs <port> [<database>]
 */
import { createServer } from 'node:http';
import { DatabaseSync } from 'node:sqlite';

const HOT = [
  'pm_workspaces',
  'pm_users',
  'pm_projects',
  'pm_members',
  'pm_states',
  'pm_work_items',
];

const [port = '', database] = process.argv.slice(2);
/** @type {unknown[]} */
const kept = [];
if (database !== undefined) {
  const db = new DatabaseSync(database, { readOnly: true });
  for (const table of HOT) {
    kept.push(db.prepare(`SELECT * FROM ${table} ORDER BY id`, { returnArrays: true }).all());
  }
}
createServer((_, answer) => answer.end(`${kept.length}`)).listen(Number(port), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
